/** Times that say how long ago or how soon stay right while the page is open. */
const MINUTE_MS = 60_000;

setInterval(tell, MINUTE_MS / 2);
addEventListener('visibilitychange', () => document.hidden || tell());

function tell() {
  for (const time of document.querySelectorAll('time[data-ago]')) {
    time.textContent = spanOf(Date.now() - Date.parse(time.dateTime)) || time.dataset.ago;
  }
  for (const time of document.querySelectorAll('time[data-due]')) {
    const left = Date.parse(time.dateTime) - Date.now();
    const text = left > 0 ? time.dataset.due : time.dataset.late;
    time.querySelector('span').textContent = text.replace('{span}', spanOf(left) || '1 min');
    if (left <= 0) time.classList.replace('chip-amber', 'chip-red') || time.classList.replace('chip-plain', 'chip-red');
  }
}

/** As formatSpan in src/lib/format.ts writes it. */
function spanOf(milliseconds) {
  const minutes = Math.floor(Math.abs(milliseconds) / MINUTE_MS);
  if (minutes < 1) return '';
  if (minutes < 60) return `${minutes} min`;
  return minutes < 60 * 24 ? `${Math.floor(minutes / 60)} h` : `${Math.floor(minutes / (60 * 24))} d`;
}
