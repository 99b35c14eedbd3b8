/**
 * What a script adds to pages that work without one: they follow what happens, steps that ask once
 * more open as dialogs, and toasts can be put away.
 */
const dialog = document.getElementById('dialog');
const toasts = document.getElementById('toasts');
const shownAtMost = 3;

async function fetchPage(address) {
  const response = await fetch(address, { headers: { 'X-Refresh': 'true' } });
  if (!response.ok || response.redirected) return null;
  return new DOMParser().parseFromString(await response.text(), 'text/html');
}

/** Puts the regions of a fresh page in the place of those that are shown. */
async function refresh() {
  const fresh = await fetchPage(location.href);
  // The session is not ours to see any more.
  if (fresh === null) return location.reload();
  for (const shown of document.querySelectorAll('[data-live]')) {
    const region = fresh.getElementById(shown.id);
    if (region === null || region.innerHTML === shown.innerHTML) continue;
    const opened = [...shown.querySelectorAll('details[open]')].map(({ id }) => id);
    const focused = describeFocus(shown);
    shown.replaceChildren(...document.importNode(region, true).childNodes);
    for (const id of opened) document.getElementById(id)?.setAttribute('open', '');
    if (focused !== null) shown.querySelector(focused)?.focus();
    shown.classList.remove('changed');
    requestAnimationFrame(() => shown.classList.add('changed'));
  }
}

/** How to find what has the focus again when its region was replaced. */
function describeFocus(region) {
  const one = document.activeElement;
  if (one === null || !region.contains(one)) return null;
  if (one.matches('summary')) return `#${one.parentElement.id} > summary`;
  if (one.matches('a[href]')) return `a[href="${one.getAttribute('href')}"]`;
  const action = one.closest('form')?.getAttribute('action');
  return action ? `form[action="${action}"] button` : null;
}

/** One refresh at a time, and one more when something happened meanwhile. */
let refreshed = Promise.resolve();
let isQueued = false;
function refreshSoon() {
  if (isQueued) return;
  isQueued = true;
  const start = () => {
    isQueued = false;
    return refresh();
  };
  refreshed = refreshed.then(start).catch(() => {});
}

function listen() {
  let wasLost = false;
  const stream = new EventSource('/live');
  stream.onopen = () => {
    document.body.dataset.live = 'on';
    // What happened while the line was down was not told.
    if (wasLost) refreshSoon();
    wasLost = false;
  };
  stream.onerror = () => {
    wasLost = true;
  };
  stream.onmessage = ({ data }) => {
    const { text, tone } = JSON.parse(data);
    refreshSoon();
    if (text !== null) showToast(text, tone);
  };
}

/** Toasts stay until they are put away: nobody has to read in a hurry. */
function showToast(text, tone) {
  const toast = document.createElement('div');
  toast.className = `toast ${tone}`;
  const words = document.createElement('p');
  words.textContent = text;
  const close = document.createElement('button');
  close.type = 'button';
  close.textContent = '×';
  close.setAttribute('aria-label', `Put away: ${text}`);
  close.onclick = () => toast.remove();
  toast.append(words, close);
  toasts.append(toast);
  while (toasts.children.length > shownAtMost) toasts.firstElementChild?.remove();
}

/** Opens the form of another page over this one; its links back close it. */
async function openDialog(address) {
  const panel = (await fetchPage(address))?.getElementById('panel');
  if (!panel) return location.assign(address);
  dialog.replaceChildren(document.importNode(panel, true));
  dialog.showModal();
}

document.addEventListener('click', (event) => {
  const link = event.target.closest?.('a[data-dialog], a[data-close]');
  if (!link || event.metaKey || event.ctrlKey || event.shiftKey || event.button !== 0) return;
  if (link.matches('a[data-dialog]')) {
    event.preventDefault();
    openDialog(link.href).catch(() => location.assign(link.href));
  } else if (dialog.contains(link)) {
    event.preventDefault();
    dialog.close();
  }
});

// Said again into the region that is there already, so that screen readers speak it.
for (const said of [...toasts.children]) {
  said.remove();
  showToast(said.textContent.trim(), said.classList.contains('bad') ? 'bad' : 'good');
}
if ('livePages' in document.body.dataset) listen();
