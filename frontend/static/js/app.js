// Comfort that needs a script and that every page may use: copy buttons, menus, one submit per form, links to fields.
const closeMenus = except => {
  for (const menu of document.querySelectorAll('details.menu[open]')) {
    if (menu !== except && !menu.contains(except)) menu.open = false;
  }
};

addEventListener('click', async event => {
  closeMenus(event.target);
  const copy = event.target.closest('[data-copy]');
  if (copy) {
    await navigator.clipboard.writeText(document.getElementById(copy.dataset.copy).textContent);
    const label = copy.querySelector('span') ?? copy;
    const before = label.textContent;
    label.textContent = copy.dataset.done;
    setTimeout(() => { label.textContent = before; }, 1500);
  }
  if (event.target.closest('[data-action="close"]')) {
    const menu = event.target.closest('details.menu');
    menu.open = false;
    menu.querySelector('summary').focus();
  }
  // Field names may hold dots and brackets, so the browser's own fragment search is helped along.
  const link = event.target.closest('.problems a[href^="#"]');
  const field = link && document.getElementById(decodeURIComponent(link.getAttribute('href').slice(1)));
  if (field) {
    event.preventDefault();
    field.focus();
  }
});

// A double click sends once. The server has its own guard; this one only spares the second answer.
addEventListener('submit', event => {
  const form = event.target;
  if (form.method !== 'post' || event.defaultPrevented) return;
  if (form.dataset.sent) {
    event.preventDefault();
    return;
  }
  form.dataset.sent = 'true';
  setTimeout(() => { delete form.dataset.sent; }, 4000);
});
addEventListener('pageshow', () => document.querySelectorAll('form[data-sent]').forEach(form => { delete form.dataset.sent; }));

// Scripts that send forms themselves need the token that plain forms carry as a field.
document.addEventListener('htmx:configRequest', event => {
  const token = document.querySelector('meta[name="_csrf"]')?.content;
  const header = document.querySelector('meta[name="_csrf_header"]')?.content;
  if (token && header && event.detail.verb !== 'get') event.detail.headers[header] = token;
});

document.querySelector('.problems')?.focus();
