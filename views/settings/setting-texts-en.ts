import type { SettingFault } from '../../src/features/settings/model.ts';
import type { SettingTexts } from './setting-texts.ts';

const LANGUAGE: Record<string, string> = { es: 'Spanish', en: 'English' };

export const en: SettingTexts = {
  settings: {
    'bank.name': {
      name: 'Name of the bank',
      text: 'As customers know it: in the chat, in mails and in what the assistant says.',
    },
    'bank.emergency_phone': {
      name: 'Emergency line',
      text: 'Told to customers who lost a card or fear a fraud. Check it twice.',
    },
    'bank.emergency_phone_abroad': {
      name: 'Emergency line from abroad',
      text: 'Told beside the other one, with the country’s code.',
    },
    'bank.country': {
      name: 'Country',
      text: 'Two letters (ISO 3166). Telephone numbers without a country’s code are taken for numbers of it.',
    },
    'bank.time_zone': { name: 'Time zone of reports', text: 'Where the days of reports begin and end.' },
    'chat.languages': {
      name: 'Languages of the chat',
      text: 'Those that the assistant speaks; the first one where a customer uses none of them.',
    },
    'chat.welcome': {
      name: 'Welcome',
      text: 'The first message of each conversation; {bank} becomes the bank’s name.',
    },
    'chat.handoff': {
      name: 'Handing over to a person',
      text: 'Told when the customer is passed on. It must hold {ticket}, the number of the ticket.',
    },
    'chat.closed': {
      name: 'Outside business hours',
      text: 'Added when the customer is passed on while the desk is closed. Empty: nothing is added.',
    },
    'desk.capacity': {
      name: 'Conversations at once',
      text: 'Of each person who has no number of their own.',
    },
    'desk.silent_minutes': {
      name: 'Silent agent',
      text: 'After this time without an answer the customer goes back to the queue, in their old place.',
    },
    'desk.auto_assign': {
      name: 'Assign conversations automatically',
      text: 'Who waits goes to somebody with room. Switched off, everybody takes conversations by hand.',
    },
    'tickets.complaint_days': {
      name: 'Time for complaints',
      text: 'Days of the calendar within which a complaint must be answered. It holds for complaints noted from now on.',
    },
    'retention.conversations_days': {
      name: 'Keep conversations',
      text: 'Since nobody did anything in them, with their messages and notes. They stay while they have an open ticket or a complaint. 0: for ever.',
    },
    'retention.attachments_days': {
      name: 'Keep files',
      text: 'Those that customers and staff sent in conversations. 0: for ever.',
    },
    'retention.tickets_days': {
      name: 'Keep closed tickets',
      text: 'Since their last change. 0: for ever.',
    },
    'retention.complaints_days': {
      name: 'Keep complaints',
      text: 'Since their last change, with the conversation that they come from. 0: for ever.',
    },
    'retention.ai_traces_days': {
      name: 'Keep what the assistant rested on',
      text: 'The sources and checks of each answer. Figures stay. 0: for ever.',
    },
    'retention.deleted_customers_days': {
      name: 'Keep deleted customers',
      text: 'Then all of their data is erased, and they can be restored no more. 0: for ever.',
    },
    'retention.sessions_days': {
      name: 'Keep ended sessions',
      text: 'Since they ended. 0: for ever.',
    },
    'retention.sign_ins_days': {
      name: 'Keep sign-ins of staff',
      text: 'Who logged in or tried to, and from which device. 0: for ever.',
    },
    'retention.audit_days': {
      name: 'Keep the audit log',
      text: 'It goes by whole months, and never before a year is over. 0: for ever.',
    },
    'webhooks.keep_days': {
      name: 'Keep the log of the webhooks',
      text: 'What was delivered, or given up, longer ago is deleted.',
    },
    'notifications.keep_days': {
      name: 'Keep notifications and mail',
      text: 'What is older is deleted, except mail that still waits to be sent.',
    },
    'auth.session_idle_minutes': {
      name: 'End unused sessions',
      text: 'Time without a request after which the panel asks for the password again.',
    },
    'auth.session_hours': { name: 'Longest session', text: 'After the login, whatever was done meanwhile.' },
    'auth.api_session_days': {
      name: 'Longest session of the interface',
      text: 'After the login, however often its token was refreshed.',
    },
    'auth.two_factor_roles': {
      name: 'Two-factor authentication required',
      text: 'Who has one of these roles and has not turned it on can do nothing but that. Who logs in by their organisation is left out: it is looked after there.',
    },
    'ai.providers': {
      name: 'Order of providers',
      text: 'The first one answers; when it fails, the next one. The offline engine always answers. Empty: as the environment says.',
    },
    'ai.openai_model': { name: 'Model of OpenAI', text: 'As the vendor names it. Empty: the environment’s.' },
    'ai.anthropic_model': { name: 'Model of Anthropic', text: 'As the vendor names it. Empty: the environment’s.' },
    'ai.temperature': {
      name: 'Temperature',
      text: '0 always words the same answer the same way, 1 varies most. Reasoning models ignore it.',
    },
    'ai.reply_tokens': { name: 'Longest reply', text: 'What a model may write in one answer.' },
    'ai.connect_seconds': {
      name: 'Connection',
      text: 'The longest wait until a provider takes the question. A server of your own that loads its model first needs more.',
    },
    'ai.silence_seconds': {
      name: 'Silence',
      text: 'The longest wait for a provider’s first word, and between two of them.',
    },
    'ai.call_seconds': { name: 'One call', text: 'The longest that one call may take, its retry included.' },
    'ai.answer_seconds': {
      name: 'One provider',
      text: 'The longest that one provider may take for an answer, with all its tools.',
    },
    'ai.total_seconds': { name: 'All providers', text: 'After it the offline engine answers.' },
    'ai.prices': {
      name: 'Prices',
      text: 'In US dollars per million tokens, by the beginning of the model’s name. They are what budgets and reports reckon with.',
    },
    'ai.budget_per_conversation_usd': {
      name: 'Budget of a conversation',
      text: 'Once it is spent, the offline engine answers. 0: no limit.',
    },
    'ai.budget_per_day_usd': {
      name: 'Budget of a day',
      text: 'Of all conversations together; days are those of UTC. 0: no limit.',
    },
    'ai.budget_per_conversation_tokens': {
      name: 'Tokens of a conversation',
      text: 'Read and written; they bound a model without a price too. 0: no limit.',
    },
    'ai.budget_per_day_tokens': { name: 'Tokens of a day', text: 'Of all conversations together. 0: no limit.' },
    'limits.login': { name: 'Logins', text: 'For each account, and wrong passwords from each address.' },
    'limits.chat_start': { name: 'New conversations', text: 'From each address.' },
    'limits.chat_message': { name: 'Messages of a conversation', text: 'From the customer.' },
    'limits.chat_message_address': { name: 'Messages of an address', text: 'Of all its conversations together.' },
    'limits.tickets': { name: 'Tickets', text: 'Calls of the interface about tickets, for each person.' },
    'limits.analytics': { name: 'Reports', text: 'Calls of the interface for figures, for each person.' },
    'limits.notifications': {
      name: 'Notifications',
      text: 'Calls of the interface about notifications, for each person.',
    },
    'limits.settings_write': {
      name: 'Changes of settings',
      text: 'For each person, in the panel and over the interface.',
    },
    'limits.staff': {
      name: 'Everything else',
      text: 'Pages of the panel and calls of the interface, for each person.',
    },
    'uploads.max_megabytes': { name: 'Largest file', text: 'That customers and staff may send in a conversation.' },
    'widget.colour': { name: 'Colour', text: 'The widget makes it readable by itself on light and dark ground.' },
    'widget.colour_dark': { name: 'Colour on dark ground', text: 'Empty: the same one.' },
    'widget.mode': { name: 'Light or dark', text: 'Automatic follows the customer’s device.' },
    'widget.position': { name: 'Position', text: 'The corner of the page.' },
    'widget.launcher_text': { name: 'Text of the launcher', text: 'Beside its picture. Empty: the picture alone.' },
    'chat.quick_replies': { name: 'Quick replies', text: 'Offered below the welcome, one a line, six at most.' },
    'widget.attachments': {
      name: 'Files',
      text: 'Customers may send PDFs and pictures. Switched off, the interface refuses them too.',
    },
    'widget.feedback': { name: 'Rating', text: 'Customers may rate replies and the conversation.' },
    'widget.escalation': { name: 'Button for a person', text: 'Who asks for a person in words gets one all the same.' },
  },
  categories: {
    bank: { title: 'The bank', text: 'How the bank is called and reached.' },
    texts: {
      title: 'What customers are told',
      text: 'The bank’s own words. {bank} and the other names in braces are filled in.',
    },
    languages: { title: 'Languages', text: 'In which customers are served.' },
    desk: { title: 'The desk', text: 'How work reaches people.' },
    retention: { title: 'How long it is kept', text: 'What is deleted by itself.' },
    security: { title: 'Access', text: 'How long people stay logged in, and who needs a second factor.' },
    assistant: { title: 'Providers and models', text: 'Who answers customers.' },
    deadlines: { title: 'Deadlines', text: 'How long a provider is waited for.' },
    budget: { title: 'Prices and budgets', text: 'What the assistant may spend.' },
    limits: {
      title: 'Limits of requests',
      text: 'They hold over all workers. What is above is refused, and told when to come again.',
    },
    uploads: { title: 'Files', text: 'What may be sent.' },
    widget: { title: 'The widget', text: 'How the chat looks on the bank’s pages.' },
  },
  units: {
    minutes: 'minutes',
    seconds: 'seconds',
    hours: 'hours',
    days: 'days',
    conversations: 'conversations',
    usd: 'US dollars',
    tokens: 'tokens',
    megabytes: 'MB',
  },
  options: {
    es: 'Spanish',
    en: 'English',
    openai: 'OpenAI',
    anthropic: 'Anthropic',
    mock: 'Offline engine',
    auto: 'Automatic',
    light: 'Light',
    dark: 'Dark',
    left: 'At the left',
    right: 'At the right',
    AGENT: 'Agents',
    SUPERVISOR: 'Supervisors',
    ADMIN: 'Administrators',
  },
  languages: { es: 'Spanish', en: 'English' },
  fault: (fault) => (fault.language ? `${LANGUAGE[fault.language]}: ${wordsOf(fault)}` : capital(wordsOf(fault))),
};

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

function wordsOf(fault: SettingFault): string {
  switch (fault.code) {
    case 'kind':
      return 'this is not a value of this setting';
    case 'empty':
      return 'it cannot be empty';
    case 'long':
      return `at most ${fault.most} characters`;
    case 'many':
      return `at most ${fault.most} of them`;
    case 'phone':
      return 'write a telephone number: digits, spaces and +';
    case 'model':
      return 'write the model’s name without spaces';
    case 'country':
      return 'write two capital letters, such as MX';
    case 'time_zone':
      return 'choose a time zone of the list';
    case 'number':
      return `write a ${fault.isWhole ? 'whole ' : ''}number from ${fault.least} to ${fault.most}`;
    case 'option':
      return 'choose one of the list';
    case 'twice':
      return 'one of them stands there twice';
    case 'colour':
      return 'write a colour such as #0b6b57';
    case 'rate':
      return 'write how many, and choose in which time';
    case 'rate_low':
      return `with less than ${fault.least} a minute you could lock yourself out`;
    case 'variable':
      return fault.variables.length > 0
        ? `${fault.name} is not filled in here; what is: ${fault.variables.map((name) => `{${name}}`).join(', ')}`
        : 'nothing in braces is filled in here';
    case 'needed':
      return `${fault.name} is missing`;
    case 'prices':
      return `write one model a line: name, price of what is read, price of what is written; from 0 to ${fault.most}`;
  }
}
