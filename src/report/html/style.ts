/** The style sheet of the report. All colours are variables, so that light and dark mode differ in one place. */
export const styleSheet = `
:root { color-scheme: light dark; --bg: #fff; --fg: #1b1f24; --dim: #57606a; --line: #d0d7de; --box: #f6f8fa; --link: #0550ae;
  --old: #ffebe9; --old-mark: #ffb8b0; --new: #dafbe1; --new-mark: #8fe3a3; --error: #b3261e; --review: #7a4b00; --info: #1a6b32; }
@media (prefers-color-scheme: dark) { :root { --bg: #0d1117; --fg: #e6edf3; --dim: #9ea7b3; --line: #30363d; --box: #161b22; --link: #79b8ff;
  --old: #3c1618; --old-mark: #7d2a2c; --new: #12301c; --new-mark: #1f6b35; --error: #ff8b82; --review: #e3b341; --info: #56d364; } }
* { box-sizing: border-box; }
body { margin: 0 auto; padding: 0 1.5rem 4rem; max-width: 110rem; background: var(--bg); color: var(--fg); font: 15px/1.5 system-ui, sans-serif; }
h1 { font-size: 1.5rem; } h2 { margin-top: 2.5rem; font-size: 1.2rem; border-bottom: 1px solid var(--line); } h3 { font-size: 1rem; }
a { color: var(--link); } code { font: 12.5px/1.5 ui-monospace, Menlo, Consolas, monospace; }
table { border-collapse: collapse; } th, td { text-align: left; vertical-align: top; }
.counts td, .counts th { padding: .2rem 1rem .2rem 0; } .counts td.n { text-align: right; }
.sr { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
.skip:not(:focus) { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
.filters { position: sticky; top: 0; z-index: 2; display: flex; flex-wrap: wrap; gap: .5rem 1.25rem; align-items: center; padding: .75rem 0; background: var(--bg); border-bottom: 1px solid var(--line); }
.filters input[type=search], .filters select { font: inherit; color: inherit; background: var(--box); border: 1px solid var(--line); border-radius: 6px; padding: .25rem .5rem; max-width: 100%; }
:focus-visible { outline: 2px solid var(--link); outline-offset: 2px; }
.finding { margin: .75rem 0; padding: .5rem .75rem; background: var(--box); border: 1px solid var(--line); border-left: 4px solid var(--dim); border-radius: 6px; overflow-wrap: anywhere; }
.finding.error { border-left-color: var(--error); } .finding.review { border-left-color: var(--review); } .finding.info { border-left-color: var(--info); }
.finding p { margin: .2rem 0; } .level { font-weight: 600; } .error > p > .level, td.error { color: var(--error); } .review > p > .level, td.review { color: var(--review); } .info > p > .level, td.info { color: var(--info); }
pre { margin: .3rem 0; overflow-x: auto; }
details.file { margin: 1rem 0; border: 1px solid var(--line); border-radius: 6px; overflow: hidden; }
details.file > summary { padding: .5rem .75rem; background: var(--box); cursor: pointer; overflow-wrap: anywhere; }
.scroll { overflow-x: auto; } .scroll > .finding { margin: .75rem; }
.diff { width: 100%; table-layout: fixed; min-width: 50rem; } .diff td { padding: 0 .5rem; white-space: pre-wrap; overflow-wrap: anywhere; }
.diff col.l { width: 3.5rem; } .diff td.line { color: var(--dim); text-align: right; user-select: none; font: 12px/1.6 ui-monospace, monospace; }
.diff td.old { background: var(--old); } .diff td.new { background: var(--new); } .diff td.none { background: var(--box); }
.diff del { background: var(--old-mark); text-decoration: none; } .diff ins { background: var(--new-mark); text-decoration: none; }
.diff .hunk td { color: var(--dim); background: var(--box); font: 12px/1.8 ui-monospace, monospace; } .diff .note td { white-space: normal; }
.picture { max-height: 85vh; overflow: auto; border: 1px solid var(--line); border-radius: 6px; }
svg { display: block; font: 12.5px ui-monospace, Menlo, Consolas, monospace; }
svg text { fill: var(--fg); } svg .name { font-weight: 700; } svg .table rect { fill: var(--box); stroke: var(--dim); } svg .table line { stroke: var(--line); } svg .missing rect { stroke-dasharray: 4 3; stroke: var(--error); }
svg .edge path { fill: none; stroke: var(--dim); stroke-width: 1.5; } svg .edge rect { fill: var(--bg); } svg .edge text { font-size: 10px; fill: var(--dim); }
svg .renamed path, svg .inferred path { stroke: var(--review); } svg .renamed text, svg .inferred text { fill: var(--review); }
svg .dead path { stroke: var(--error); stroke-dasharray: 5 4; } svg .dead text { fill: var(--error); }
svg g:focus-visible { outline: none; } svg g:focus-visible rect, svg g:focus-visible path, svg g:hover path { stroke: var(--link); stroke-width: 2.5; }
li.renamed, li.inferred { color: var(--review); } li.dead { color: var(--error); }
.legend { color: var(--dim); } [hidden] { display: none !important; }
@media print { .filters { display: none; } .picture { max-height: none; } }
`;
