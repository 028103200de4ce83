/** What the server sends, read with care: a field that is missing or odd becomes null, never an exception. */

const ROLES = ['user', 'assistant', 'agent', 'system'];
const STATUSES = { waiting: 'waiting_for_agent', human: 'with_agent', bot: 'active' };
const KNOWN_STATUSES = ['active', 'waiting_for_agent', 'with_agent', 'ended'];
const MAX_NAME_LENGTH = 120;
/** Control characters, and those that turn the direction of writing. */
const STEERING = /[\p{Cc}\u200e\u200f\u202a-\u202e\u2028\u2029\u2066-\u2069]+/gu;
const HEX_COLOR = /^#[0-9a-f]{6}$/i;
const IMAGE_PATH = /^\/api\/v1\/chat\/images\/(?:avatar|logo)\?v=[\w-]+$/;
const MAX_LAUNCHER_LENGTH = 40;

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
    agentName: readName(raw?.agent_name),
    attachments: listOf(raw?.attachments).map(readAttachment).filter(Boolean),
    isFileOnly: raw?.file_only === true,
    suggestsPerson: raw?.suggest_escalation === true,
  };
}

function readAttachment(raw) {
  const name = readName(raw?.name);
  if (name === null || typeof raw.id !== 'string') return null;
  return { id: raw.id, name, size: Number.isFinite(raw.size) ? raw.size : null };
}

/**
 * Shape: {status, agentName, queuePosition, isStaffed, hasEmail, satisfaction}; from a `status` frame or from a
 * conversation. What neither says is null.
 */
export function readStatus(raw) {
  const name = String(raw?.status ?? '').toLowerCase();
  const status = STATUSES[name] ?? name;
  const position = raw?.queue_position ?? raw?.position;
  return {
    status: KNOWN_STATUSES.includes(status) ? status : null,
    agentName: readName(raw?.agent_name),
    queuePosition: Number.isInteger(position) && position > 0 ? position : null,
    isStaffed: typeof raw?.staff_online === 'boolean' ? raw.staff_online : null,
    hasEmail: typeof raw?.has_email === 'boolean' ? raw.has_email : null,
    satisfaction: readSatisfaction(raw?.satisfaction),
  };
}

function readSatisfaction(raw) {
  return Number.isInteger(raw?.rating) ? { rating: raw.rating, comment: textOr(raw.comment, '') } : null;
}

/**
 * Shape: {bankName, primaryColor, primaryColorDark, mode, position, launcherText, avatarPath, logoPath, welcome,
 * quickReplies, features, languages, maxUploadSize}; defaults where the answer is silent.
 */
export function readConfig(raw) {
  return {
    bankName: textOr(raw?.bank_name, ''),
    primaryColor: colorOf(raw?.theme?.primary_color),
    primaryColorDark: colorOf(raw?.theme?.primary_color_dark),
    mode: ['light', 'dark'].includes(raw?.theme?.mode) ? raw.theme.mode : 'auto',
    position: raw?.theme?.position === 'left' ? 'left' : 'right',
    launcherText: byLanguage(raw?.launcher_text, (value) => textOr(value, '').slice(0, MAX_LAUNCHER_LENGTH)),
    avatarPath: imagePath(raw?.avatar_url),
    logoPath: imagePath(raw?.logo_url),
    welcome: byLanguage(raw?.welcome_text, (value) => textOr(value, '')),
    quickReplies: byLanguage(raw?.quick_replies, texts),
    features: {
      attachments: raw?.features?.attachments === true,
      feedback: raw?.features?.feedback !== false,
      escalation: raw?.features?.escalation !== false,
    },
    languages: texts(raw?.languages),
    maxUploadSize: Number.isInteger(raw?.max_upload_size) ? raw.max_upload_size : Number.POSITIVE_INFINITY,
  };
}

const colorOf = (value) => (HEX_COLOR.test(value ?? '') ? value : null);
/** Pictures come from the desk alone. */
const imagePath = (value) => (IMAGE_PATH.test(value ?? '') ? value : null);
const byLanguage = (raw, read) => ({ es: read(raw?.es), en: read(raw?.en) });
const listOf = (raw) => (Array.isArray(raw) ? raw : []);
const texts = (raw) =>
  listOf(raw)
    .map((one) => textOr(one, textOr(one?.text, '')))
    .filter(Boolean);

/** A name on one line that keeps the direction of writing of what stands around it. */
function readName(raw) {
  const name = typeof raw === 'string' ? raw.replace(STEERING, ' ').trim().slice(0, MAX_NAME_LENGTH) : '';
  return name === '' ? null : name;
}

const textOr = (value, fallback) => (typeof value === 'string' && value.trim() !== '' ? value : fallback);
