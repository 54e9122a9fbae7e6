// Keeps the page of a running rollout up to date: every event says that something moved, and the server renders it again.
const root = document.querySelector('[data-rollout]');
if (root?.dataset.running === 'true') {
  const state = document.querySelector('[data-live]');
  const pause = root.querySelectorAll('tbody tr').length > 100 ? 2000 : 400;
  let timer = 0;
  let ended = false;

  const refresh = async () => {
    timer = 0;
    const answer = await fetch(`${root.dataset.rollout}?fragment=true`, { headers: { Accept: 'text/html' } });
    if (!answer.ok) return;
    const next = new DOMParser().parseFromString(await answer.text(), 'text/html').body;
    root.replaceChildren(...next.querySelector('[data-fragment]').childNodes);
    if (ended) location.reload();
  };
  const soon = () => { timer ||= setTimeout(refresh, pause); };

  const source = new EventSource(`${root.dataset.rollout}/events`);
  source.addEventListener('open', () => { state.hidden = true; });
  source.addEventListener('error', () => { if (!ended) state.hidden = false; });
  source.addEventListener('target', soon);
  // A pause or a wave changes the buttons too, which are outside of what is replaced.
  source.addEventListener('rollout', event => { if (Number(event.lastEventId) > Number(root.dataset.last)) location.reload(); });
  source.addEventListener('end', () => { ended = true; source.close(); soon(); });
  addEventListener('pagehide', () => source.close());
}
