import type { ts } from 'ts-morph';
import type { Edit, Piece } from '../edits/edit.ts';
import { makeFinding, type Finding, type FindingCode } from '../findings.ts';

/** An import a rewritten file needs. */
export interface NeededImport {
  /** A package, or the absolute path of a project file. */
  from: string;
  /** Exported name; `*` for the whole module. */
  name: string;
  /** Name in the file. */
  local: string;
  typeOnly: boolean;
}

/** Collects what the rules want changed, file by file; nothing is applied here. */
export interface Changes {
  replace(path: string, start: number, end: number, ...pieces: Piece[]): void;
  remove(path: string, start: number, end: number): void;
  /** Creates a file, or adds to one that is to be created. */
  create(path: string, text: string): void;
  needImport(path: string, needed: NeededImport): void;
  /** Names whose declaration goes away, so that imports of them must too. */
  removeExport(path: string, name: string): void;
  report(code: FindingCode, node: ts.Node, detail?: Record<string, string>): void;
  reportAt(code: FindingCode, file: string, position: { line: number; column: number }, detail?: Record<string, string>): void;
  edits(path: string): Edit[];
  files(): string[];
  created(): ReadonlyMap<string, string>;
  imports(path: string): NeededImport[];
  removedExports(): ReadonlyMap<string, ReadonlySet<string>>;
  findings(): Finding[];
  /** A point to come back to with `restore`. */
  mark(): Mark;
  /** Forgets everything collected since `mark`. */
  restore(mark: Mark): void;
}

export interface Mark {
  edits: number;
  imports: number;
  findings: number;
}

export function createChanges(): Changes {
  const edits: Edit[] = [];
  const imports: (NeededImport & { path: string })[] = [];
  const findings: Finding[] = [];
  const created = new Map<string, string>();
  const removed = new Map<string, Set<string>>();

  const changes: Changes = {
    replace(file, start, end, ...pieces) {
      // A constant shared by several queries is rewritten once.
      if (!edits.some((edit) => edit.file === file && edit.start === start && edit.end === end && start !== end)) {
        edits.push({ file, start, end, pieces });
      }
    },
    remove: (file, start, end) => changes.replace(file, start, end),
    create: (path, text) => void created.set(path, (created.get(path) ?? '') + text),
    needImport(path, needed) {
      if (!imports.some((other) => other.path === path && other.from === needed.from && other.local === needed.local)) {
        imports.push({ path, ...needed });
      }
    },
    removeExport(path, name) {
      if (!removed.has(path)) removed.set(path, new Set());
      removed.get(path)!.add(name);
    },
    report(code, node, detail) {
      const file = node.getSourceFile();
      const { line, character } = file.getLineAndCharacterOfPosition(node.getStart(file));
      changes.reportAt(code, file.fileName, { line: line + 1, column: character + 1 }, detail);
    },
    reportAt(code, file, { line, column }, detail = {}) {
      const known = findings.some((finding) => finding.code === code && finding.file === file && finding.line === line && finding.column === column);
      if (!known) findings.push(makeFinding(code, { file, line, column }, detail));
    },
    edits: (path) => edits.filter((edit) => edit.file === path),
    files: () => [...new Set([...edits.map(({ file }) => file), ...imports.map(({ path }) => path)])],
    created: () => created,
    imports: (path) => imports.filter((needed) => needed.path === path),
    removedExports: () => removed,
    findings: () => findings,
    mark: () => ({ edits: edits.length, imports: imports.length, findings: findings.length }),
    restore(mark) {
      edits.length = mark.edits;
      imports.length = mark.imports;
      findings.length = mark.findings;
    },
  };
  return changes;
}
