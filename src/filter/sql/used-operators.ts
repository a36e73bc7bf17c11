import type { Style } from '../../edits/style.ts';
import { ts } from '../../ts.cts';

/** Collects which of the operators that a v1 callback is given are used in code that moves out of it. */
export interface UsedOperators {
  /** Notes an identifier that refers to something. */
  note(identifier: ts.Identifier): void;
  /** The parameter for what was noted: `operators`, `{ eq, sql }`; undefined when that is nothing. */
  parameter(style: Style): string | undefined;
}

/**
 * Starts with no operators.
 *
 * @param declared the second parameter of the v1 callback
 */
export function createUsedOperators(declared: ts.ParameterDeclaration | undefined): UsedOperators {
  const names = new Set<string>();
  let isWhole = false;
  return {
    note(identifier) {
      if (!declared) return;
      if (ts.isIdentifier(declared.name)) isWhole ||= identifier.text === declared.name.text;
      else if (ts.isObjectBindingPattern(declared.name)) {
        const element = declared.name.elements.find(
          ({ name }) => ts.isIdentifier(name) && name.text === identifier.text,
        );
        if (element) names.add(element.getText());
      }
    },
    parameter({ bracketSpacing }) {
      if (isWhole) return declared?.name.getText();
      const pad = bracketSpacing ? ' ' : '';
      return names.size > 0 ? `{${pad}${[...names].join(', ')}${pad}}` : undefined;
    },
  };
}
