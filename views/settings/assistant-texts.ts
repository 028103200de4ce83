import { counted } from '../../src/lib/format.ts';
import type { Language } from '../../src/lib/language.ts';

interface AssistantTexts {
  providers: {
    title: string;
    text: string;
    names: Record<string, string>;
    asked: (place: string) => string;
    notAsked: string;
    always: string;
    configured: string;
    ownAddress: string;
    missing: (variable: string) => string;
    model: string;
    offline: string;
    paused: (open: string, workers: string) => string;
    answers: (answers: string, failures: string) => string;
    lastAnswer: string;
    lastFailure: string;
    none: string;
    test: string;
    testOf: (name: string) => string;
    reached: (model: string, ms: string, tokens: string) => string;
    notReached: (reason: string) => string;
  };
  reasons: Record<string, string>;
  spending: {
    title: string;
    text: string;
    usd: string;
    tokens: string;
    of: (spent: string, budget: string) => string;
    noBudget: string;
    isOver: string;
  };
}

const es: AssistantTexts = {
  providers: {
    title: 'Estado de los proveedores',
    text: 'Las llaves y direcciones de los proveedores se quedan en el entorno del servicio: aquí no se ven ni se cambian.',
    names: { openai: 'OpenAI', anthropic: 'Anthropic', mock: 'Motor propio' },
    asked: (place) => `${place}.º`,
    notAsked: 'No se le pregunta',
    always: 'Responde cuando nadie más puede, sin red y sin costo.',
    configured: 'Con llave',
    ownAddress: 'Con dirección propia',
    missing: (variable) => `Sin llave: falta ${variable} en el entorno`,
    model: 'Modelo',
    offline: 'Siempre disponible',
    paused: (open, workers) => `En pausa en ${open} de ${workers} procesos`,
    answers: (answers, failures) =>
      `${counted(answers, 'respuesta', 'respuestas')}, ${counted(failures, 'fallo', 'fallos')} desde que arrancaron los procesos`,
    lastAnswer: 'Última respuesta',
    lastFailure: 'Último fallo',
    none: 'ninguno',
    test: 'Probar',
    testOf: (name) => `Probar ${name} con una llamada real`,
    reached: (model, ms, tokens) => `Respondió ${model} en ${ms} ms (${tokens} tokens).`,
    notReached: (reason) => `No respondió: ${reason}.`,
  },
  reasons: {
    timeout: 'tardó demasiado',
    rate_limited: 'rechaza por exceso de llamadas o de saldo',
    refused: 'se negó a responder',
    bad_response: 'la respuesta no sirve, o la llave o el modelo no valen',
    network: 'no se llega a su dirección',
    check_failed: 'lo que escribió no pasó la revisión',
    circuit_open: 'en pausa por fallos seguidos',
    crashed: 'falló de modo inesperado',
    budget: 'presupuesto agotado',
    boundary: 'pregunta que no se le hace a ningún modelo',
  },
  spending: {
    title: 'Gasto de hoy',
    text: 'Desde la medianoche UTC, de todos los procesos, con los precios de abajo.',
    usd: 'Dólares',
    tokens: 'Tokens',
    of: (spent, budget) => `${spent} de ${budget}`,
    noBudget: 'sin límite',
    isOver: 'Agotado: responde el motor propio.',
  },
};

const en: AssistantTexts = {
  providers: {
    title: 'State of the providers',
    text: 'Keys and addresses of the providers stay in the environment of the service: they are neither shown nor changed here.',
    names: { openai: 'OpenAI', anthropic: 'Anthropic', mock: 'Offline engine' },
    asked: (place) => ({ '1': '1st', '2': '2nd', '3': '3rd' })[place] ?? place,
    notAsked: 'Not asked',
    always: 'Answers when nobody else can, without network and cost.',
    configured: 'With a key',
    ownAddress: 'With an address of its own',
    missing: (variable) => `No key: ${variable} is missing in the environment`,
    model: 'Model',
    offline: 'Always available',
    paused: (open, workers) => `Paused in ${open} of ${workers} workers`,
    answers: (answers, failures) =>
      `${counted(answers, 'answer', 'answers')}, ${counted(failures, 'failure', 'failures')} since the workers started`,
    lastAnswer: 'Last answer',
    lastFailure: 'Last failure',
    none: 'none',
    test: 'Test',
    testOf: (name) => `Test ${name} with a real call`,
    reached: (model, ms, tokens) => `${model} answered in ${ms} ms (${tokens} tokens).`,
    notReached: (reason) => `No answer: ${reason}.`,
  },
  reasons: {
    timeout: 'it took too long',
    rate_limited: 'it refuses for too many calls, or no credit',
    refused: 'it would not answer',
    bad_response: 'the answer is of no use, or the key or the model is not valid',
    network: 'its address cannot be reached',
    check_failed: 'what it wrote did not pass the check',
    circuit_open: 'paused after failures in a row',
    crashed: 'it failed unexpectedly',
    budget: 'the budget is spent',
    boundary: 'a question that no model is asked',
  },
  spending: {
    title: 'Spent today',
    text: 'Since midnight UTC, by all workers, with the prices below.',
    usd: 'US dollars',
    tokens: 'Tokens',
    of: (spent, budget) => `${spent} of ${budget}`,
    noBudget: 'no limit',
    isOver: 'Spent: the offline engine answers.',
  },
};

export const assistantTexts: Record<Language, AssistantTexts> = { es, en };
