// Makes what a filter asks of the whole document, as in `$[?@.id == $.wanted]`, be found
// once for a document and not for each value that is filtered.
import { type JSONPathQuery, jsonpath } from "json-p3";

const { expressions, selectors } = jsonpath;
type Expression = InstanceType<typeof expressions.FilterExpression>;

/** Changes a compiled path, whose results stay what they are. */
export function findAbsoluteOnce({ segments }: JSONPathQuery): void {
  for (const selector of segments.flatMap((segment) => segment.selectors))
    if (selector instanceof selectors.FilterSelector) findOnce(selector.expression);
}

/** Gives whether an expression is the same for all values of a document. */
function findOnce(expression: Expression): boolean {
  if (expression instanceof expressions.RootQuery) findAbsoluteOnce(expression.path);
  if (expression instanceof expressions.RelativeQuery) {
    findAbsoluteOnce(expression.path);
    return false;
  }
  const isSame = partsOf(expression).map(findOnce).every(Boolean);
  if (isSame) remember(expression);
  return isSame;
}

function partsOf(expression: Expression): readonly Expression[] {
  if (expression instanceof expressions.InfixExpression)
    return [expression.left, expression.right];
  if (expression instanceof expressions.PrefixExpression) return [expression.right];
  if (expression instanceof expressions.LogicalExpression) return [expression.expression];
  return expression instanceof expressions.FunctionExtension ? expression.args : [];
}

/** Keeps what an expression gave for a document, as long as there is the document. */
function remember(expression: Expression): void {
  const evaluate = expression.evaluate.bind(expression);
  const known = new WeakMap<object, { result: unknown }>();
  expression.evaluate = (context) => {
    // Only what has values is filtered.
    const root = context.rootValue as object;
    const made = known.get(root) ?? { result: evaluate(context) };
    known.set(root, made);
    return made.result;
  };
}
