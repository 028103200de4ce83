import type { Language } from '../../src/lib/language.ts';

interface DocsTexts {
  title: string;
  lead: (count: number) => string;
  contentLanguage: string | null;
  overview: string;
  schemas: string;
  schemasLead: string;
  file: string;
  search: string;
  searchHint: string;
  searchAction: string;
  found: (count: number) => string;
  nothing: string;
  all: string;
  rules: string;
  access: string;
  parameters: string;
  body: string;
  answers: string;
  tryIt: string;
  frames: string;
  client: string;
  server: string;
  required: string;
  optional: string;
  where: { path: string; query: string };
  sections: string;
  skip: string;
  otherLanguage: string;
}

export const docsTexts: Record<Language, DocsTexts> = {
  es: {
    title: 'API de JoxAI',
    lead: (count) => `${count} operaciones, descritas por el propio programa.`,
    contentLanguage: 'Las descripciones están en inglés.',
    overview: 'Resumen',
    schemas: 'Esquemas',
    schemasLead: 'Las formas de lo que se responde.',
    file: 'Descargar OpenAPI 3.1',
    search: 'Buscar en la API',
    searchHint: 'Ruta, campo o palabra en inglés',
    searchAction: 'Buscar',
    found: (count) => (count === 1 ? '1 operación' : `${count} operaciones`),
    nothing: 'Nada coincide con eso.',
    all: 'Ver todas',
    rules: 'Reglas generales',
    access: 'Acceso',
    parameters: 'Parámetros',
    body: 'Cuerpo',
    answers: 'Respuestas',
    tryIt: 'Con curl',
    frames: 'Mensajes del WebSocket',
    client: 'Del cliente al servicio',
    server: 'Del servicio al cliente',
    required: 'obligatorio',
    optional: 'puede faltar',
    where: { path: 'en la ruta', query: 'en la consulta' },
    sections: 'Secciones',
    skip: 'Ir al contenido',
    otherLanguage: 'English',
  },
  en: {
    title: 'JoxAI API',
    lead: (count) => `${count} operations, described by the program itself.`,
    contentLanguage: null,
    overview: 'Overview',
    schemas: 'Schemas',
    schemasLead: 'The shapes of what is answered.',
    file: 'Download OpenAPI 3.1',
    search: 'Search the API',
    searchHint: 'Path, field or word',
    searchAction: 'Search',
    found: (count) => (count === 1 ? '1 operation' : `${count} operations`),
    nothing: 'Nothing fits that.',
    all: 'Show all',
    rules: 'General rules',
    access: 'Access',
    parameters: 'Parameters',
    body: 'Body',
    answers: 'Answers',
    tryIt: 'With curl',
    frames: 'Frames of the WebSocket',
    client: 'From the client to the service',
    server: 'From the service to the client',
    required: 'required',
    optional: 'may be missing',
    where: { path: 'in the path', query: 'in the query' },
    sections: 'Sections',
    skip: 'Skip to the content',
    otherLanguage: 'Español',
  },
};
