/** What the server sends, read with care: a field that is missing or odd becomes null, never an exception. */

const ROLES = ['user', 'assistant', 'agent', 'system'];
const STATUSES = { waiting: 'waiting_for_agent', human: 'with_agent', bot: 'active' };
const KNOWN_STATUSES = ['active', 'waiting_for_agent', 'with_agent', 'ended'];
const HEX_COLOR = /^#[0-9a-f]{6}$/i;

/** Shape: {id, seq, role, content, time, metadata, clientId, replyId} or null when it is no message of ours. */
export function readMessage(raw) {
  if (!raw || !Number.isInteger(raw.seq) || typeof raw.content !== 'string') return null;
  const role = String(raw.role ?? '').toLowerCase();
  const time = new Date(raw.timestamp ?? raw.created_at ?? Date.now());
  return {
    id: raw.id ?? raw.message_id ?? null,
    seq: raw.seq,
    role: ROLES.includes(role) ? role : 'system',
    content: raw.content,
    time: Number.isNaN(time.getTime()) ? new Date() : time,
    metadata: readMetadata(raw.metadata),
    clientId: textOr(raw.client_id ?? raw.metadata?.client_id, null),
    replyId: textOr(raw.reply_id, null),
  };
}

function readMetadata(raw) {
  return {
    outcome: textOr(raw?.outcome, null),
    citations: listOf(raw?.citations).filter((one) => textOr(one?.title, '') !== ''),
    choices: texts(raw?.choices),
    agentName: textOr(raw?.agent_name ?? raw?.agent?.name ?? raw?.sender_name, null),
    attachments: listOf(raw?.attachments ?? (raw?.attachment ? [raw.attachment] : [])).filter((one) => one?.name),
    suggestsPerson: raw?.suggest_escalation === true,
  };
}

/** Shape: {status, agentName, queuePosition}; from a `status` frame or from a conversation. */
export function readStatus(raw) {
  const name = String(raw?.status ?? '').toLowerCase();
  const status = STATUSES[name] ?? name;
  const position = raw?.queue_position ?? raw?.position;
  return {
    status: KNOWN_STATUSES.includes(status) ? status : null,
    agentName: textOr(raw?.agent_name ?? raw?.agent?.name ?? raw?.agent?.full_name ?? raw?.assigned_to_name, null),
    queuePosition: Number.isInteger(position) && position > 0 ? position : null,
  };
}

/** Shape: {bankName, primaryColor, mode, welcome, quickReplies, features, languages}; defaults where the answer is silent. */
export function readConfig(raw) {
  return {
    bankName: textOr(raw?.bank_name, ''),
    primaryColor: HEX_COLOR.test(raw?.theme?.primary_color ?? '') ? raw.theme.primary_color : null,
    mode: ['light', 'dark'].includes(raw?.theme?.mode) ? raw.theme.mode : 'auto',
    welcome: byLanguage(raw?.welcome_text, (value) => textOr(value, '')),
    quickReplies: byLanguage(raw?.quick_replies, texts),
    features: {
      attachments: raw?.features?.attachments === true,
      feedback: raw?.features?.feedback !== false,
      escalation: raw?.features?.escalation !== false,
    },
    languages: texts(raw?.languages),
  };
}

const byLanguage = (raw, read) => ({ es: read(raw?.es), en: read(raw?.en) });
const listOf = (raw) => (Array.isArray(raw) ? raw : []);
const texts = (raw) =>
  listOf(raw)
    .map((one) => textOr(one, textOr(one?.text, '')))
    .filter(Boolean);
const textOr = (value, fallback) => (typeof value === 'string' && value.trim() !== '' ? value : fallback);
