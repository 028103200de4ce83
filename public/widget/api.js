/** The JSON side of the customer chat. */

const REQUEST_TIMEOUT_MS = 20_000;
/** A message is answered in the same request, and a slow model may take its time. */
const MESSAGE_TIMEOUT_MS = 130_000;
/** A large file on a slow line. */
const UPLOAD_TIMEOUT_MS = 900_000;

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
  /** The conversation that this page's own cookie opens, for who came back by a link. */
  resume = () => this.#call('POST', '/resume', {}, REQUEST_TIMEOUT_MS, 'same-origin');
  message = (conversation_id, client_id, message) =>
    this.#call('POST', '/message', { conversation_id, client_id, message }, MESSAGE_TIMEOUT_MS);
  history = (id, afterSeq) => this.#call('GET', `/history/${encodeURIComponent(id)}?after_seq=${afterSeq}`);
  escalate = (conversation_id) => this.#call('POST', '/escalate', { conversation_id });
  end = (conversation_id) => this.#call('POST', '/end', { conversation_id });
  startVerification = (conversation_id, account_reference) =>
    this.#call('POST', '/verify/start', { conversation_id, account_reference });
  confirmVerification = (conversation_id, code) => this.#call('POST', '/verify/confirm', { conversation_id, code });
  feedback = (body) => this.#call('POST', '/feedback', body);
  contact = (conversation_id, email) => this.#call('POST', '/contact', { conversation_id, email });

  /** By the only means that tells how far it is. `onProgress` gets a share of 1. Errors: ApiError. */
  upload(conversationId, clientId, file, { onProgress, signal }) {
    const form = new FormData();
    form.append('conversation_id', conversationId);
    form.append('client_id', clientId);
    form.append('file', file, file.name);
    const request = new XMLHttpRequest();
    return new Promise((resolve, reject) => {
      request.upload.onprogress = ({ loaded, total }) => onProgress(total > 0 ? loaded / total : 0);
      request.onload = () => {
        if (request.status === 200) resolve(request.response);
        else reject(new ApiError(request.status, request.response?.detail));
      };
      request.onerror = request.ontimeout = request.onabort = () => reject(new ApiError(0));
      signal.addEventListener('abort', () => request.abort());
      request.open('POST', `${this.#root}/attachments`);
      request.responseType = 'json';
      request.timeout = UPLOAD_TIMEOUT_MS;
      if (this.token) request.setRequestHeader('Authorization', `Bearer ${this.token}`);
      request.send(form);
    });
  }

  /** The bytes of a file of the conversation. Errors: ApiError. */
  async download(id) {
    const response = await this.#fetch(
      'GET',
      `/attachments/${encodeURIComponent(id)}`,
      {},
      undefined,
      UPLOAD_TIMEOUT_MS,
    );
    if (!response.ok) throw new ApiError(response.status);
    return response.blob().catch(() => {
      throw new ApiError(0);
    });
  }

  /** Errors: ApiError with the status; status 0 when no answer came at all. */
  async #call(method, path, body, timeout = REQUEST_TIMEOUT_MS, credentials = 'omit') {
    const headers = body === undefined ? {} : { 'Content-Type': 'application/json' };
    const text = body === undefined ? undefined : JSON.stringify(body);
    const response = await this.#fetch(method, path, headers, text, timeout, credentials);
    const answer = await response.json().catch(() => ({}));
    if (!response.ok) throw new ApiError(response.status, typeof answer.detail === 'string' ? answer.detail : '');
    return answer;
  }

  /** The token alone speaks for this tab; a cookie could belong to a conversation of another tab. */
  async #fetch(method, path, headers, body, timeout, credentials = 'omit') {
    if (this.token) headers.Authorization = `Bearer ${this.token}`;
    const signal = AbortSignal.timeout(timeout);
    try {
      return await fetch(this.#root + path, { method, headers, body, credentials, signal });
    } catch {
      throw new ApiError(0);
    }
  }
}
