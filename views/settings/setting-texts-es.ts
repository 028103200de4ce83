import type { SettingFault } from '../../src/features/settings/model.ts';
import type { SettingTexts } from './setting-texts.ts';

const LANGUAGE: Record<string, string> = { es: 'Español', en: 'Inglés' };

export const es: SettingTexts = {
  settings: {
    'bank.name': {
      name: 'Nombre del banco',
      text: 'Como lo conocen los clientes: en el chat, en los correos y en lo que dice el asistente.',
    },
    'bank.emergency_phone': {
      name: 'Línea de emergencias',
      text: 'Se da a quien perdió una tarjeta o teme un fraude. Revísalo dos veces.',
    },
    'bank.emergency_phone_abroad': {
      name: 'Línea de emergencias desde el extranjero',
      text: 'Se da junto con la otra, con la clave del país.',
    },
    'bank.country': {
      name: 'País',
      text: 'Dos letras (ISO 3166). Los teléfonos sin clave de país se toman como suyos.',
    },
    'bank.time_zone': {
      name: 'Zona horaria de los informes',
      text: 'Dónde empiezan y terminan los días de los informes.',
    },
    'chat.languages': {
      name: 'Idiomas del chat',
      text: 'Los que habla el asistente; el primero cuando el cliente no usa ninguno de ellos.',
    },
    'chat.welcome': {
      name: 'Bienvenida',
      text: 'El primer mensaje de cada conversación; {bank} se vuelve el nombre del banco.',
    },
    'chat.handoff': {
      name: 'Paso a una persona',
      text: 'Se dice al pasar al cliente. Debe llevar {ticket}, el número de caso.',
    },
    'chat.closed': {
      name: 'Fuera de horario',
      text: 'Se añade cuando el cliente pasa a una persona y no hay atención. Vacío: no se añade nada.',
    },
    'desk.capacity': {
      name: 'Conversaciones a la vez',
      text: 'De cada persona que no tiene un número propio.',
    },
    'desk.silent_minutes': {
      name: 'Agente en silencio',
      text: 'Tras este tiempo sin respuesta, el cliente vuelve a la fila, a su lugar de antes.',
    },
    'desk.auto_assign': {
      name: 'Asignar conversaciones por sí solas',
      text: 'Quien espera pasa a alguien con lugar. Apagado, cada quien las toma a mano.',
    },
    'tickets.complaint_days': {
      name: 'Plazo de las quejas',
      text: 'Días naturales para responder una queja. Vale para las quejas que se anoten desde ahora.',
    },
    'retention.conversations_days': {
      name: 'Conservar las conversaciones',
      text: 'Desde que nadie hizo nada en ellas, con sus mensajes y notas. Quedan mientras tengan un caso abierto o una queja. 0: para siempre.',
    },
    'retention.attachments_days': {
      name: 'Conservar los archivos',
      text: 'Los que clientes y personal mandaron en las conversaciones. 0: para siempre.',
    },
    'retention.tickets_days': {
      name: 'Conservar los casos cerrados',
      text: 'Desde su último cambio. 0: para siempre.',
    },
    'retention.complaints_days': {
      name: 'Conservar las quejas',
      text: 'Desde su último cambio, con la conversación de la que vienen. 0: para siempre.',
    },
    'retention.ai_traces_days': {
      name: 'Conservar en qué se apoyó el asistente',
      text: 'Las fuentes y comprobaciones de cada respuesta. Las cifras quedan. 0: para siempre.',
    },
    'retention.deleted_customers_days': {
      name: 'Conservar a los clientes eliminados',
      text: 'Después se borran todos sus datos y ya no se pueden restaurar. 0: para siempre.',
    },
    'retention.sessions_days': {
      name: 'Conservar las sesiones terminadas',
      text: 'Desde que terminaron. 0: para siempre.',
    },
    'retention.sign_ins_days': {
      name: 'Conservar las entradas del personal',
      text: 'Quién entró o lo intentó, y desde qué equipo. 0: para siempre.',
    },
    'retention.audit_days': {
      name: 'Conservar la auditoría',
      text: 'Se borra por meses enteros, nunca antes de un año. 0: para siempre.',
    },
    'webhooks.keep_days': {
      name: 'Conservar el registro de los webhooks',
      text: 'Lo que se entregó, o se dio por perdido, hace más tiempo se borra.',
    },
    'notifications.keep_days': {
      name: 'Conservar avisos y correos',
      text: 'Lo más viejo se borra, salvo el correo que aún espera salir.',
    },
    'auth.session_idle_minutes': {
      name: 'Cerrar sesiones sin uso',
      text: 'Tiempo sin actividad tras el que el panel vuelve a pedir la contraseña.',
    },
    'auth.session_hours': {
      name: 'Duración máxima de una sesión',
      text: 'Desde la entrada, se haya hecho lo que se haya hecho.',
    },
    'auth.api_session_days': {
      name: 'Duración máxima de una sesión de la interfaz',
      text: 'Desde la entrada, por más que se renueve.',
    },
    'auth.two_factor_roles': {
      name: 'Verificación en dos pasos obligatoria',
      text: 'Quien tiene uno de estos roles y no la ha activado solo puede activarla. Quien entra con su organización queda fuera: allá se cuida.',
    },
    'ai.providers': {
      name: 'Orden de los proveedores',
      text: 'Responde el primero; si falla, el siguiente. El motor propio siempre responde. Vacío: como dice el entorno.',
    },
    'ai.openai_model': { name: 'Modelo de OpenAI', text: 'Como lo llama el proveedor. Vacío: el del entorno.' },
    'ai.anthropic_model': { name: 'Modelo de Anthropic', text: 'Como lo llama el proveedor. Vacío: el del entorno.' },
    'ai.temperature': {
      name: 'Temperatura',
      text: 'Con 0 redacta siempre igual, con 1 varía más. Los modelos de razonamiento no la usan.',
    },
    'ai.reply_tokens': { name: 'Respuesta más larga', text: 'Lo que un modelo puede escribir en una respuesta.' },
    'ai.connect_seconds': {
      name: 'Conexión',
      text: 'La mayor espera hasta que un proveedor recibe la pregunta. Un servidor propio que primero carga su modelo necesita más.',
    },
    'ai.silence_seconds': {
      name: 'Silencio',
      text: 'La mayor espera hasta la primera palabra de un proveedor, y entre una y otra.',
    },
    'ai.call_seconds': { name: 'Una llamada', text: 'Lo más que puede durar, con su reintento.' },
    'ai.answer_seconds': {
      name: 'Un proveedor',
      text: 'Lo más que puede tardar un proveedor en responder, con todas sus herramientas.',
    },
    'ai.total_seconds': { name: 'Todos los proveedores', text: 'Después responde el motor propio.' },
    'ai.prices': {
      name: 'Precios',
      text: 'En dólares por millón de tokens, por el principio del nombre del modelo. Con ellos se calculan presupuestos e informes.',
    },
    'ai.budget_per_conversation_usd': {
      name: 'Presupuesto de una conversación',
      text: 'Cuando se acaba, responde el motor propio. 0: sin límite.',
    },
    'ai.budget_per_day_usd': {
      name: 'Presupuesto de un día',
      text: 'De todas las conversaciones juntas; los días son los de UTC. 0: sin límite.',
    },
    'ai.budget_per_conversation_tokens': {
      name: 'Tokens de una conversación',
      text: 'Leídos y escritos; también limitan un modelo sin precio. 0: sin límite.',
    },
    'ai.budget_per_day_tokens': {
      name: 'Tokens de un día',
      text: 'De todas las conversaciones juntas. 0: sin límite.',
    },
    'limits.login': { name: 'Entradas', text: 'De cada cuenta, y contraseñas erróneas desde cada dirección.' },
    'limits.chat_start': { name: 'Conversaciones nuevas', text: 'Desde cada dirección.' },
    'limits.chat_message': { name: 'Mensajes de una conversación', text: 'Del cliente.' },
    'limits.chat_message_address': { name: 'Mensajes de una dirección', text: 'De todas sus conversaciones juntas.' },
    'limits.tickets': { name: 'Casos', text: 'Llamadas de la interfaz sobre casos, de cada persona.' },
    'limits.analytics': { name: 'Informes', text: 'Llamadas de la interfaz por cifras, de cada persona.' },
    'limits.notifications': { name: 'Avisos', text: 'Llamadas de la interfaz sobre avisos, de cada persona.' },
    'limits.settings_write': { name: 'Cambios de ajustes', text: 'De cada persona, en el panel y por la interfaz.' },
    'limits.staff': { name: 'Todo lo demás', text: 'Páginas del panel y llamadas de la interfaz, de cada persona.' },
    'uploads.max_megabytes': {
      name: 'Archivo más grande',
      text: 'Que clientes y equipo pueden enviar en una conversación.',
    },
    'widget.colour': { name: 'Color', text: 'El chat lo hace legible por sí solo sobre fondo claro y oscuro.' },
    'widget.colour_dark': { name: 'Color sobre fondo oscuro', text: 'Vacío: el mismo.' },
    'widget.mode': { name: 'Claro u oscuro', text: 'Automático sigue al dispositivo del cliente.' },
    'widget.position': { name: 'Posición', text: 'La esquina de la página.' },
    'widget.launcher_text': { name: 'Texto del botón', text: 'Junto a su dibujo. Vacío: solo el dibujo.' },
    'chat.quick_replies': {
      name: 'Respuestas rápidas',
      text: 'Se ofrecen bajo la bienvenida, una por línea, seis como máximo.',
    },
    'widget.attachments': {
      name: 'Archivos',
      text: 'Los clientes pueden enviar PDF e imágenes. Apagado, la interfaz tampoco los toma.',
    },
    'widget.feedback': { name: 'Calificación', text: 'Los clientes pueden calificar respuestas y la conversación.' },
    'widget.escalation': {
      name: 'Botón para una persona',
      text: 'Quien pide una persona con palabras la obtiene de todos modos.',
    },
  },
  categories: {
    bank: { title: 'El banco', text: 'Cómo se llama el banco y dónde llamarle.' },
    texts: {
      title: 'Lo que se dice a los clientes',
      text: 'Las palabras del banco. {bank} y los demás nombres entre llaves se completan.',
    },
    languages: { title: 'Idiomas', text: 'En los que se atiende a los clientes.' },
    desk: { title: 'La atención', text: 'Cómo llega el trabajo a las personas.' },
    retention: { title: 'Cuánto se conserva', text: 'Lo que se borra por sí solo.' },
    security: { title: 'Acceso', text: 'Cuánto dura una sesión y quién necesita un segundo factor.' },
    assistant: { title: 'Proveedores y modelos', text: 'Quién responde a los clientes.' },
    deadlines: { title: 'Plazos', text: 'Cuánto se espera a un proveedor.' },
    budget: { title: 'Precios y presupuestos', text: 'Lo que el asistente puede gastar.' },
    limits: {
      title: 'Límites de peticiones',
      text: 'Valen para todos los procesos juntos. Lo que pasa de ellos se rechaza y se dice cuándo volver.',
    },
    uploads: { title: 'Archivos', text: 'Lo que se puede enviar.' },
    widget: { title: 'El chat', text: 'Cómo se ve el chat en las páginas del banco.' },
  },
  units: {
    minutes: 'minutos',
    seconds: 'segundos',
    hours: 'horas',
    days: 'días',
    conversations: 'conversaciones',
    usd: 'dólares',
    tokens: 'tokens',
    megabytes: 'MB',
  },
  options: {
    es: 'Español',
    en: 'Inglés',
    openai: 'OpenAI',
    anthropic: 'Anthropic',
    mock: 'Motor propio',
    auto: 'Automático',
    light: 'Claro',
    dark: 'Oscuro',
    left: 'A la izquierda',
    right: 'A la derecha',
    AGENT: 'Agentes',
    SUPERVISOR: 'Supervisión',
    ADMIN: 'Administración',
  },
  languages: { es: 'Español', en: 'Inglés' },
  fault: (fault) => (fault.language ? `${LANGUAGE[fault.language]}: ${wordsOf(fault)}` : capital(wordsOf(fault))),
};

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

function wordsOf(fault: SettingFault): string {
  switch (fault.code) {
    case 'kind':
      return 'no es un valor de este ajuste';
    case 'empty':
      return 'no puede quedar vacío';
    case 'long':
      return `como máximo ${fault.most} caracteres`;
    case 'many':
      return `como máximo ${fault.most}`;
    case 'phone':
      return 'escribe un teléfono: dígitos, espacios y +';
    case 'model':
      return 'escribe el nombre del modelo sin espacios';
    case 'country':
      return 'escribe dos letras mayúsculas, como MX';
    case 'time_zone':
      return 'elige una zona horaria de la lista';
    case 'number':
      return `escribe un número${fault.isWhole ? ' entero' : ''} de ${fault.least} a ${fault.most}`;
    case 'option':
      return 'elige de la lista';
    case 'twice':
      return 'hay uno repetido';
    case 'colour':
      return 'escribe un color como #0b6b57';
    case 'rate':
      return 'escribe cuántas, y elige en qué tiempo';
    case 'rate_low':
      return `con menos de ${fault.least} por minuto podrías quedarte fuera`;
    case 'variable':
      return fault.variables.length > 0
        ? `${fault.name} no se completa aquí; se completan: ${fault.variables.map((name) => `{${name}}`).join(', ')}`
        : 'aquí no se completa nada entre llaves';
    case 'needed':
      return `falta ${fault.name}`;
    case 'prices':
      return `escribe un modelo por línea: nombre, precio de lo leído, precio de lo escrito; de 0 a ${fault.most}`;
  }
}
