import type { ts } from '../../ts.cts';
import type { FindingCode } from '../../findings.ts';

/**
 * Reports a hazard, unless an edit replaces the node.
 *
 * @param cause the code that is the danger, when that is written elsewhere; an edit that replaces it counts, too
 */
export type ReportHazard = (code: FindingCode, node: ts.Node, detail?: Record<string, string>, cause?: ts.Node) => void;
