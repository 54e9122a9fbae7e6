// Loads a diff when it is opened, and moves between diffs with n and p.
for (const item of document.querySelectorAll('details[data-diff]')) {
  item.addEventListener('toggle', async () => {
    const place = item.querySelector('[data-place]');
    if (!item.open || place.dataset.loaded) return;
    place.dataset.loaded = 'true';
    const answer = await fetch(`${item.dataset.diff}?fragment=true`, { headers: { Accept: 'text/html' } });
    if (!answer.ok) { delete place.dataset.loaded; return; }
    const part = new DOMParser().parseFromString(await answer.text(), 'text/html').body;
    place.replaceChildren(...part.childNodes);
  });
}
addEventListener('keydown', event => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.target.closest('input, textarea, select')) return;
  if (event.key !== 'n' && event.key !== 'p') return;
  const all = [...document.querySelectorAll('details[data-diff] > summary')];
  const at = all.indexOf(document.activeElement);
  const next = all[event.key === 'n' ? at + 1 : Math.max(at - 1, 0)];
  next?.focus();
});
