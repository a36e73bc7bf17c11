/** What is found in one file. */

/**
 * @typedef {{ kind: string, line: number, queryLine: number, queryEnd: number, text: string }} Shape a v1 shape and its query; lines are 1-based
 * @typedef {{ site: number, shape: string, form: string }} Where a condition of a query: what it is in v1, and in v2
 * @typedef {{ relations: Shape[], sites: Shape[], wheres: Where[], clients: number, shapes: Shape[], doubts: Shape[], broken: boolean }} Reading
 */

/** Collects a `Reading`; of several shapes at one node only the first counts. */
export class Notes {
  #file;
  #seen = new Set();

  constructor(file) {
    this.#file = file;
    /** @type {Reading} */
    this.reading = {
      relations: [],
      sites: [],
      wheres: [],
      clients: 0,
      shapes: [],
      doubts: [],
      broken: file.parseDiagnostics.length > 0,
    };
  }

  /** The node counts as read. */
  see(node) {
    this.#seen.add(node);
  }

  hasSeen(node) {
    return this.#seen.has(node);
  }

  /** A shape of v1 at `node`, a part of `query`. */
  shape(name, node, query) {
    if (!this.#seen.has(node)) this.reading.shapes.push(this.at(name, node, query));
    this.see(node);
  }

  /** Something at `node` that may be v1, but is out of sight. */
  doubt(name, node, query) {
    if (!this.#seen.has(node)) this.reading.doubts.push(this.at(name, node, query));
    this.see(node);
  }

  /** @returns {Shape} */
  at(kind, node, query = node) {
    const line = (position) => this.#file.getLineAndCharacterOfPosition(position).line + 1;
    return {
      kind,
      line: line(node.getStart(this.#file)),
      queryLine: line(query.getStart(this.#file)),
      queryEnd: line(query.end),
      text: node.getText(this.#file).replace(/\s+/g, ' ').slice(0, 100),
    };
  }
}
