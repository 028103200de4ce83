/** What stands in place of a text where a message is a file alone. Its name is data and stands in the metadata. */
export const FILE_ONLY = { es: 'Archivo adjunto', en: 'Attached file' } as const;

/** The assistant's answer to a file. */
export const CANNOT_READ = {
  es: 'Recibí tu archivo y quedó en esta conversación. Yo no puedo leerlo, pero una persona de nuestro equipo sí: si quieres que lo revise, pide hablar con ella.',
  en: 'I received your file and it is part of this conversation. I cannot read it, but a person of our team can: if you would like it looked at, ask to talk to one.',
} as const;
