/** The script of the report, which filters what is shown. Without it, everything is shown. */
export const script = `
(() => {
  const form = document.querySelector('.filters');
  if (!form) return;
  form.hidden = false;
  const findings = [...document.querySelectorAll('.finding')];
  const files = [...document.querySelectorAll('details.file')];
  const status = form.querySelector('output');
  const apply = () => {
    const data = new FormData(form);
    const levels = data.getAll('level');
    const code = data.get('code');
    const text = data.get('text').trim().toLowerCase();
    let shown = 0;
    const visible = new Set();
    for (const finding of findings) {
      const { level, code: own, text: words, id } = finding.dataset;
      const isShown = levels.includes(level) && (code === '' || own === code) && words.includes(text);
      finding.hidden = !isShown;
      if (isShown && id && !visible.has(id)) shown++;
      if (isShown && id) visible.add(id);
    }
    for (const row of document.querySelectorAll('tr.note')) row.hidden = !row.querySelector('.finding:not([hidden])');
    const isNarrow = code !== '' || levels.length < 3;
    let count = 0;
    for (const file of files) {
      const hasFinding = file.querySelector('.finding:not([hidden])') !== null;
      const isNamed = text === '' || file.dataset.text.includes(text) || file.textContent.toLowerCase().includes(text);
      file.hidden = !(isNarrow ? hasFinding : hasFinding || isNamed);
      if (!file.hidden) count++;
    }
    status.value = shown + ' findings, ' + count + ' files shown';
  };
  form.addEventListener('input', apply);
  form.addEventListener('submit', (event) => event.preventDefault());
  apply();
})();
`;
