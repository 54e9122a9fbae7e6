// Keeps a page fresh: asks again when the next look at the clusters is due, and says so when no answer comes.
const live = document.getElementById('live');
const mark = () => document.getElementById('freshness');
let lastAnswer = Date.now();

const age = seconds => {
  if (seconds < 90) return `${Math.max(0, Math.round(seconds))} s`;
  return seconds < 5400 ? `${Math.round(seconds / 60)} min` : `${Math.round(seconds / 3600)} h`;
};

function show() {
  const element = mark();
  if (!element) return;
  const at = Number(element.dataset.at);
  const every = Number(element.dataset.every);
  const silent = (Date.now() - lastAnswer) / 1000;
  const seconds = at ? (Date.now() - at) / 1000 : Infinity;
  const stale = seconds > 3 * every || silent > 20;
  const word = element.querySelector('.live');
  word.classList.toggle('is-stale', stale);
  word.textContent = element.dataset[stale ? 'staleText' : 'liveText'].split('|')[0];
  if (at) element.querySelector('[data-age]').textContent = element.dataset[stale ? 'staleText' : 'liveText'].split('|')[1].replace('(0)', age(seconds));
  live.classList.toggle('is-lost', silent > 20);
}

document.addEventListener('htmx:afterRequest', event => {
  if (!event.detail.successful) return;
  lastAnswer = Date.now();
  const swept = event.detail.xhr.getResponseHeader('X-Swept');
  if (swept && mark()) mark().dataset.at = swept;
  show();
});

function refresh() {
  if (document.visibilityState === 'visible') htmx.trigger(live, 'refresh');
}

setInterval(show, 1000);
setInterval(refresh, 5000);
document.addEventListener('visibilitychange', () => {
  lastAnswer = Date.now();
  refresh();
});
