/** Times are written by the server: this tells it in which time zone this browser lives. */
const timeZone = Intl.DateTimeFormat().resolvedOptions().timeZone;
// biome-ignore lint/suspicious/noDocumentCookie: the Cookie Store is not there over plain http
document.cookie = `joxai_tz=${timeZone}; Path=/; Max-Age=31536000; SameSite=Strict`;
