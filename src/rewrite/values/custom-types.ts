import { returnedValues } from '../../read/syntax/function-ends.ts';
import { nodesOf } from '../../read/syntax/nodes.ts';
import { isFunction, memberNamed, unwrap, type FunctionNode } from '../../read/syntax/syntax.ts';
import { isDrizzle } from '../../read/types/type-references.ts';
import { ts } from '../../ts.cts';
import type { Project } from '../project.ts';

/** A call of `customType` whose options are written in it. */
export interface CustomType {
  call: ts.CallExpression;
  options: ts.ObjectLiteralExpression;
}

/**
 * The custom types of a dialect that a file makes.
 *
 * @param module the module of drizzle-orm that has the dialect's columns; one of the project's own may hand it on
 */
export function customTypesIn(file: ts.SourceFile, module: string, { evaluator }: Project): CustomType[] {
  return nodesOf(file).calls.flatMap((call) => {
    const options = call.arguments[0] && unwrap(call.arguments[0]);
    if (!options || !ts.isObjectLiteralExpression(options)) return [];
    const maker = evaluator.evaluate(call.expression);
    const isMaker =
      isDrizzle(maker) &&
      maker.name === 'customType' &&
      (maker.module === module || !maker.module.startsWith('drizzle-orm/'));
    return isMaker ? [{ call, options }] : [];
  });
}

/** The function that is a member of the options. */
export function functionNamed(options: ts.ObjectLiteralExpression, name: string): FunctionNode | undefined {
  const member = memberNamed(options.properties, name);
  const value = member && ts.isPropertyAssignment(member) ? unwrap(member.initializer) : member;
  return value && isFunction(value) ? value : undefined;
}

/** What the function that is a member of the options returns. */
export function returned(options: ts.ObjectLiteralExpression, name: string): ts.Expression[] {
  const fn = functionNamed(options, name);
  return fn ? returnedValues(fn) : [];
}
