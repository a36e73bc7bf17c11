import type { ts } from '../ts.cts';
import type { Edit, Piece, Rule, SourceRange } from '../edits/edit.ts';
import { createLedger } from './ledger.ts';
import { elementRanges, statementRange } from './statements.ts';
import { makeFinding, type Finding, type FindingCode } from '../findings.ts';

/** An import that a rewritten file needs. */
export interface NeededImport {
  /** The name of a package, or the absolute path of a project file. */
  from: string;
  /** The exported name; `*` for the whole module. */
  name: string;
  /** The name in the importing file. */
  local: string;
  typeOnly: boolean;
}

/** Collects the changes that the rules want, per file. Nothing is applied here. */
export interface Changes {
  /** The rule that the following edits belong to. */
  rule: Rule;
  /** The id of the query that the following edits are made for. */
  query: string | undefined;
  /** Whether code that this query shares with another one was left as that one wants it, which is otherwise. */
  clashes: boolean;
  replace(path: string, start: number, end: number, ...pieces: Piece[]): void;
  remove(path: string, start: number, end: number): void;
  /**
   * Removes an element of a comma-separated list. If all elements are removed, the statement or range `whole` goes
   * instead.
   */
  removeElement(element: ts.Node, list: ts.NodeArray<ts.Node>, whole?: ts.Statement | SourceRange): void;
  /** Whether an element of a list is removed. */
  isRemoved(element: ts.Node, list: ts.NodeArray<ts.Node>): boolean;
  /** Turns the removed elements into edits. To be called when all rules but those for imports have run. */
  flushElements(): void;
  deleteFile(path: string): void;
  deleted(): ReadonlySet<string>;
  /** Creates a file, or appends to one that is to be created. */
  create(path: string, text: string): void;
  needImport(path: string, needed: NeededImport): void;
  /**
   * Changes the imported name of a specifier, or drops the specifier (undefined). The caller takes care of its uses.
   */
  changeImport(specifier: ts.ImportSpecifier, name: string | undefined): void;
  changedImports(): ReadonlyMap<ts.ImportSpecifier, string | undefined>;
  /** Notes that a declaration is removed, so that imports of it must go too. */
  removeExport(path: string, name: string): void;
  report(code: FindingCode, node: ts.Node, detail?: Record<string, string>): void;
  reportAt(
    code: FindingCode,
    file: string,
    position: { line: number; column: number },
    detail?: Record<string, string>,
  ): void;
  edits(path: string): Edit[];
  files(): string[];
  created(): ReadonlyMap<string, string>;
  imports(path: string): NeededImport[];
  removedExports(): ReadonlyMap<string, ReadonlySet<string>>;
  findings(): Finding[];
  /** A point that `restore` can return to. */
  mark(): Mark;
  /** Takes back the edits, imports, findings and removed elements since `mark`. */
  restore(mark: Mark): void;
  /** Registers a function that runs when the present state is taken back. */
  onRestore(undo: () => void): void;
}

/** How much had been collected at the time of `mark`. */
export interface Mark {
  edits: number;
  imports: number;
  findings: number;
  undos: number;
}

/** Makes an empty collection of edits, imports and findings. */
export function createChanges(): Changes {
  const edits = createLedger(({ file }: Edit) => file);
  const imports = createLedger(({ path }: NeededImport & { path: string }) => path);
  const findings: Finding[] = [];
  const created = new Map<string, string>();
  const removedExports = new Map<string, Set<string>>();
  const changedImports = new Map<ts.ImportSpecifier, string | undefined>();
  const deleted = new Set<string>();
  const undos: (() => void)[] = [];
  const lists = new Map<
    ts.NodeArray<ts.Node>,
    { removed: Set<ts.Node>; whole: ts.Statement | SourceRange | undefined; rule: Rule }
  >();

  const changes: Changes = {
    rule: 'relations',
    query: undefined,
    clashes: false,
    replace(file, start, end, ...pieces) {
      const { rule, query } = changes;
      // Code that several queries share is rewritten by each of them; the same range is edited only once.
      const known = edits.of(file).find((edit) => edit.start === start && edit.end === end && start !== end);
      if (!known) edits.add({ file, start, end, pieces, rule, ...(query === undefined ? {} : { query }) });
      else if (known.query !== query && !isSameCode(known.pieces, pieces)) changes.clashes = true;
    },
    remove(file, start, end) {
      // Edits inside of removed text are removed with it, but insertions at its ends stay.
      for (const edit of edits.of(file).toReversed()) {
        const isInsertion = edit.start === edit.end;
        const isInside = isInsertion ? edit.start > start && edit.end < end : edit.start >= start && edit.end <= end;
        const overlaps = edit.pieces.length === 0 && edit.start < end && edit.end > start;
        if (isInside || overlaps) edits.delete(edit);
        // Two removals that share a blank line become one.
        if (overlaps) [start, end] = [Math.min(start, edit.start), Math.max(end, edit.end)];
      }
      changes.replace(file, start, end);
    },
    removeElement(element, list, whole) {
      if (!lists.has(list)) lists.set(list, { removed: new Set(), whole, rule: changes.rule });
      const known = lists.get(list)!;
      known.whole ??= whole;
      if (known.removed.has(element)) return;
      known.removed.add(element);
      undos.push(() => known.removed.delete(element));
    },
    isRemoved: (element, list) => lists.get(list)?.removed.has(element) ?? false,
    flushElements() {
      const { rule } = changes;
      for (const [list, { removed, whole, rule: own }] of lists) {
        changes.rule = own;
        const file = list[0]!.getSourceFile().fileName;
        const isEmptied = removed.size === list.length && whole !== undefined;
        const ranges = !isEmptied ? elementRanges(removed, list) : ['kind' in whole ? statementRange(whole) : whole];
        for (const { start, end } of ranges) changes.remove(file, start, end);
      }
      changes.rule = rule;
      lists.clear();
    },
    deleteFile: (path) => void deleted.add(path),
    deleted: () => deleted,
    create: (path, text) => void created.set(path, (created.get(path) ?? '') + text),
    needImport(path, needed) {
      if (!imports.of(path).some((other) => other.from === needed.from && other.local === needed.local)) {
        imports.add({ path, ...needed });
      }
    },
    changeImport: (specifier, name) => void changedImports.set(specifier, name),
    changedImports: () => changedImports,
    removeExport(path, name) {
      if (!removedExports.has(path)) removedExports.set(path, new Set());
      removedExports.get(path)!.add(name);
    },
    report(code, node, detail) {
      const file = node.getSourceFile();
      const { line, character } = file.getLineAndCharacterOfPosition(node.getStart(file));
      changes.reportAt(code, file.fileName, { line: line + 1, column: character + 1 }, detail);
    },
    reportAt(code, file, { line, column }, detail = {}) {
      const known = findings.some(
        (finding) =>
          finding.code === code && finding.file === file && finding.line === line && finding.column === column,
      );
      if (!known) findings.push(makeFinding(code, { file, line, column }, detail));
    },
    edits: (path) => [...edits.of(path)],
    files: () => [
      ...new Set([
        ...edits.all().map(({ file }) => file),
        ...imports.all().map(({ path }) => path),
        ...[...changedImports.keys()].map((specifier) => specifier.getSourceFile().fileName),
      ]),
    ],
    created: () => created,
    imports: (path) => [...imports.of(path)],
    removedExports: () => removedExports,
    findings: () => findings,
    mark: () => ({
      edits: edits.all().length,
      imports: imports.all().length,
      findings: findings.length,
      undos: undos.length,
    }),
    onRestore: (undo) => void undos.push(undo),
    restore(mark) {
      for (const undo of undos.splice(mark.undos).toReversed()) undo();
      edits.cut(mark.edits);
      imports.cut(mark.imports);
      findings.length = mark.findings;
    },
  };
  return changes;
}

/** Whether pieces are the same code, maybe laid out otherwise. */
function isSameCode(one: readonly Piece[], other: readonly Piece[]): boolean {
  const textOf = (piece: Piece) => (typeof piece === 'string' ? piece.replace(/[\s,]/g, '') : JSON.stringify(piece));
  return one.map(textOf).join('') === other.map(textOf).join('');
}
