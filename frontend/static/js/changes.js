// Chooses all clusters of the page at once.
const all = document.querySelector('[data-choose-all]');
if (all) {
  all.closest('label').hidden = false;
  all.addEventListener('change', () => {
    for (const box of document.querySelectorAll('input[name="clusters"]')) box.checked = all.checked;
  });
}
