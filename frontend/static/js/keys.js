// The keyboard: / search, g + letter, j k Enter x in lists, ? list of keys, Esc.
const places = { f: '/fleet', c: '/changes', r: '/rules', o: '/rollouts', s: '/stacks' };
const base = new URL('../', import.meta.url).pathname.replace(/\/$/, '');
const dialog = document.getElementById('keys');
let leading = 0;

const typing = element => element?.matches?.('input:not([type="checkbox"], [type="radio"]), textarea, select, [contenteditable="true"]');
const rows = () => [...document.querySelectorAll('.main tbody tr')].filter(row => row.querySelector('a[href]') && row.offsetParent);

function move(step) {
  const all = rows();
  if (!all.length) return;
  const at = all.findIndex(row => row.contains(document.activeElement));
  const next = all[at < 0 ? (step > 0 ? 0 : all.length - 1) : Math.min(all.length - 1, Math.max(0, at + step))];
  next.querySelector('a[href]').focus();
}

function back() {
  const open = document.querySelector('details.menu[open]');
  if (open) {
    open.open = false;
    open.querySelector('summary').focus();
  } else if (typing(document.activeElement)) {
    document.activeElement.blur();
  } else if (!document.querySelector('.main form[method="post"]')) {
    // Leaving a page with a form could lose what was typed, so there the key does nothing.
    document.querySelector('.crumbs a[rel="up"]')?.click();
  }
}

addEventListener('focusin', event => {
  for (const row of document.querySelectorAll('tr.is-cursor')) row.classList.remove('is-cursor');
  event.target.closest('tbody tr')?.classList.add('is-cursor');
});

addEventListener('click', event => {
  if (event.target.closest('[data-action="keys"]')) dialog.showModal();
});

addEventListener('keydown', event => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing || dialog.open) return;
  if (event.key === 'Escape') {
    back();
    return;
  }
  if (typing(event.target)) return;
  if (Date.now() - leading < 1500 && places[event.key]) {
    location.assign(base + places[event.key]);
    return;
  }
  leading = event.key === 'g' ? Date.now() : 0;
  const actions = {
    '/': () => (document.querySelector('[data-filter-first]') ?? document.getElementById('omni')).focus(),
    '?': () => dialog.showModal(),
    j: () => move(1),
    k: () => move(-1),
    x: () => document.activeElement.closest('tr')?.querySelector('input[type="checkbox"]')?.click(),
  };
  // Pages name the key of a button or of a menu themselves.
  const own = event.key.length === 1 && /[a-z]/.test(event.key) ? document.querySelector(`[data-key="${event.key}"]`) : null;
  if (own) actions[event.key] = () => { own.click(); own.parentElement.querySelector('input:not([type="hidden"])')?.focus(); };
  if (actions[event.key]) {
    event.preventDefault();
    actions[event.key]();
  }
});
