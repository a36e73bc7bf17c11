/** How a value is written. */
export interface Value {
  sample: number;
  form:
    | 'literal'
    | 'parameter'
    | 'constant'
    | 'cast'
    | 'default'
    | 'or'
    | 'chain'
    | 'there'
    | 'choice'
    | 'conditional'
    | 'path'
    | 'call'
    | 'element'
    | 'converted'
    | 'arithmetic'
    | 'got'
    | 'chain-there'
    | 'index'
    | 'placeholder'
    | 'missing'
    | 'missing-any'
    | 'missing-index'
    | 'null'
    | 'narrowed'
    | 'narrowed-path'
    | 'thrown'
    | 'defaulted'
    | 'first'
    | 'made'
    | 'enum'
    | 'typeof'
    | 'satisfied'
    | 'next'
    | 'missing-first'
    | 'missing-found'
    | 'missing-record'
    | 'missing-cast'
    | 'missing-json'
    | 'missing-unset';
}

export type Condition =
  | { is: 'compare'; operator: string; column: string; value: Value }
  | { is: 'null'; operator: 'isNull' | 'isNotNull'; column: string }
  | {
      is: 'in';
      operator: 'inArray' | 'notInArray';
      column: string;
      samples: number[];
      form:
        | 'literal'
        | 'constant'
        | 'parameter'
        | 'readonly'
        | 'mapped'
        | 'called'
        | 'default'
        | 'missing'
        | 'placeholder'
        | 'set'
        | 'extended'
        | 'keys'
        | 'flat'
        | 'filtered'
        | 'chosen'
        | 'frozen'
        | 'values'
        | 'pushed';
    }
  | { is: 'between'; operator: 'between' | 'notBetween'; column: string; low: Value; high: Value }
  | {
      is: 'like';
      operator: string;
      column: string;
      pattern: string;
      form: 'literal' | 'template' | 'parameter' | 'placeholder';
    }
  | { is: 'list'; operator: 'arrayContains' | 'arrayContained' | 'arrayOverlaps'; column: string; value: Value }
  | {
      is: 'group';
      operator: 'and' | 'or';
      members: Condition[];
      form: 'plain' | 'spread' | 'sql-join' | 'conditional-spread';
      flag: boolean;
    }
  | { is: 'not'; member: Condition }
  | { is: 'when'; flag: boolean; form: 'ternary' | 'else' | 'and'; member: Condition; otherwise?: Condition }
  /** A condition on a value that the same expression tests for being there. */
  | {
      is: 'optional';
      operator: string;
      column: string;
      sample: number;
      form:
        'truthy' | 'defined' | 'object' | 'list' | 'nullish' | 'typeof' | 'not' | 'not-other' | 'or-null' | 'cursor';
      flag: boolean;
    }
  | { is: 'nothing'; form: 'undefined' | 'and' | 'or' }
  | {
      is: 'sql';
      form:
        | 'compare'
        | 'function'
        | 'operand'
        | 'unqualified'
        | 'named'
        | 'raw'
        | 'in'
        | 'left'
        | 'alternative'
        | 'value'
        | 'identifier';
      column: string;
      value: Value;
    }
  | { is: 'json'; form: 'text' | 'left' | 'contains'; column: string }
  | { is: 'columns'; operator: string; left: string; right: string }
  /** An operator that is chosen at run time. */
  | {
      is: 'chosen';
      form: 'held' | 'in-place' | 'map' | 'given';
      operators: [string, string];
      column: string;
      value: Value;
      flag: boolean;
    }
  /** What stands in for a condition that is not there. */
  | { is: 'fallback'; form: '??' | '||' | 'held' | 'grown'; flag: boolean; member: Condition; otherwise: Condition }
  /** A column that is chosen at run time. */
  | {
      is: 'either';
      operator: string;
      form: 'ternary' | 'dynamic' | 'held' | 'returned';
      left: string;
      right: string;
      value: Value;
      flag: boolean;
    }
  /** One condition for each of some columns, or for each word of a search. */
  | {
      is: 'mapped';
      operator: 'and' | 'or';
      form: 'columns' | 'keys' | 'words';
      left: string;
      right: string;
      words: string[];
    }
  | { is: 'subquery'; form: 'exists' | 'notExists' | 'in' | 'in-plain' | 'text'; relation: string }
  | {
      is: 'held';
      form:
        | 'constant'
        | 'typed'
        | 'let'
        | 'assigned'
        | 'grown'
        | 'switch'
        | 'early'
        | 'early-held'
        | 'chosen'
        | 'function'
        | 'member'
        | 'module'
        | 'shared'
        | 'twice'
        | 'helper'
        | 'builder'
        | 'table-helper'
        | 'method'
        | 'elsewhere'
        | 'helper-elsewhere'
        | 'two-queries'
        | 'chain'
        | 'iife'
        | 'guard-helper'
        | 'column-helper'
        | 'rest-helper'
        | 'list-helper';
      flag: boolean;
      member: Condition;
    }
  | {
      is: 'collected';
      operator: 'and' | 'or';
      form: 'spread' | 'tested' | 'with-more' | 'from-map' | 'filtered' | 'concat' | 'reduce' | 'loop' | 'boolean';
      first: Condition[];
      pushed: { flag: boolean; member: Condition }[];
    };

export interface Where {
  form:
    | 'value'
    | 'callback'
    | 'renamed'
    | 'whole'
    | 'destructured'
    | 'imported'
    | 'global'
    | 'block'
    | 'statements'
    | 'method'
    | 'shorthand'
    | 'early'
    | 'config-spread'
    | 'and-spread'
    | 'asserted'
    | 'quoted'
    | 'held-callback'
    | 'callback-choice'
    | 'callback-of-two'
    | 'callback-or-sql'
    | 'callback-if-there'
    | 'callback-by-name'
    | 'callback-assigned'
    | 'callback-chosen'
    | 'made-callback'
    | 'awaited-constant'
    | 'given-option'
    | 'awaited'
    | 'let';
  /** What the callback's first parameter is called. */
  parameter: string;
  flag: boolean;
  condition: Condition;
}
