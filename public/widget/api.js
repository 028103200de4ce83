/** The JSON side of the customer chat. */

const REQUEST_TIMEOUT_MS = 20_000;
/** A message is answered in the same request, and a slow model may take its time. */
const MESSAGE_TIMEOUT_MS = 130_000;

export class ApiError extends Error {
  constructor(status, detail) {
    super(detail || `HTTP ${status}`);
    this.status = status;
  }
  /** The conversation is not ours any more: its token expired, or it was erased. */
  get isGone() {
    return this.status === 401 || this.status === 404;
  }
}

export class Api {
  #root;
  token = null;

  constructor(origin) {
    this.#root = `${origin}/api/v1/chat`;
  }

  get socketUrl() {
    return `${this.#root.replace(/^http/, 'ws')}/ws`;
  }

  config = () => this.#call('GET', '/config');
  start = (metadata) => this.#call('POST', '/start', { metadata });
  message = (conversation_id, client_id, message) =>
    this.#call('POST', '/message', { conversation_id, client_id, message }, MESSAGE_TIMEOUT_MS);
  history = (id, afterSeq) => this.#call('GET', `/history/${encodeURIComponent(id)}?after_seq=${afterSeq}`);
  escalate = (conversation_id) => this.#call('POST', '/escalate', { conversation_id });
  end = (conversation_id) => this.#call('POST', '/end', { conversation_id });
  startVerification = (conversation_id, account_reference) =>
    this.#call('POST', '/verify/start', { conversation_id, account_reference });
  confirmVerification = (conversation_id, code) => this.#call('POST', '/verify/confirm', { conversation_id, code });
  feedback = (body) => this.#call('POST', '/feedback', body);

  upload(conversationId, file) {
    const form = new FormData();
    form.append('conversation_id', conversationId);
    form.append('file', file, file.name);
    return this.#call('POST', '/attachments', form, MESSAGE_TIMEOUT_MS);
  }

  /** Errors: ApiError with the status; status 0 when no answer came at all. */
  async #call(method, path, body, timeout = REQUEST_TIMEOUT_MS) {
    const headers = {};
    const isForm = body instanceof FormData;
    if (body !== undefined && !isForm) headers['Content-Type'] = 'application/json';
    if (this.token) headers.Authorization = `Bearer ${this.token}`;
    let response;
    try {
      response = await fetch(this.#root + path, {
        method,
        headers,
        body: body === undefined || isForm ? body : JSON.stringify(body),
        // The token alone speaks for this tab; a cookie could belong to a conversation of another tab.
        credentials: 'omit',
        signal: AbortSignal.timeout(timeout),
      });
    } catch {
      throw new ApiError(0);
    }
    const answer = await response.json().catch(() => ({}));
    if (!response.ok) throw new ApiError(response.status, typeof answer.detail === 'string' ? answer.detail : '');
    return answer;
  }
}
