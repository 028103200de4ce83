import type { Language } from '../../src/lib/language.ts';

type ImageName = 'avatar' | 'logo';

interface WidgetTexts {
  preview: { title: string; text: string; frame: string };
  contrast: {
    good: (ratio: string) => string;
    poor: (ratio: string) => string;
    dark: string;
  };
  images: {
    title: string;
    text: string;
    names: Record<ImageName, { label: string; text: string }>;
    choose: string;
    save: string;
    remove: string;
    removeOf: (name: string) => string;
    none: string;
    faults: Record<'kind' | 'size' | 'none', string>;
  };
  embed: {
    title: string;
    text: string;
    copy: string;
    copied: string;
    noAddress: string;
    origins: string;
    originsText: string;
    noOrigins: string;
  };
  page: { title: string; text: string };
}

const es: WidgetTexts = {
  preview: {
    title: 'Vista previa',
    text: 'El chat de verdad con lo que está escrito al lado, aunque no esté guardado.',
    frame: 'Vista previa del chat',
  },
  contrast: {
    good: (ratio) => `Contraste con texto blanco ${ratio} : 1, suficiente (WCAG AA pide 4.5).`,
    poor: (ratio) =>
      `Contraste con texto blanco ${ratio} : 1; WCAG AA pide 4.5. El chat usará texto oscuro, o un tono ajustado de este color.`,
    dark: 'Sobre fondo oscuro',
  },
  images: {
    title: 'Imágenes',
    text: 'PNG, JPEG o WebP de 256 kB como máximo, mejor cuadradas.',
    names: {
      avatar: { label: 'Imagen del asistente', text: 'En la cabecera del chat.' },
      logo: { label: 'Imagen del botón', text: 'En el botón que abre el chat.' },
    },
    choose: 'Elige un archivo',
    save: 'Subir',
    remove: 'Quitar',
    removeOf: (name) => `Quitar: ${name}`,
    none: 'Sin imagen: se usa el dibujo.',
    faults: {
      kind: 'La imagen debe ser PNG, JPEG o WebP.',
      size: 'La imagen pasa de 256 kB.',
      none: 'Elige primero un archivo.',
    },
  },
  embed: {
    title: 'Ponerlo en una página',
    text: 'Copia esta línea en las páginas del banco.',
    copy: 'Copiar',
    copied: 'Copiado',
    noAddress: 'Falta PUBLIC_URL en el entorno: sin ella no se sabe con qué dirección llegan los clientes.',
    origins: 'Páginas permitidas',
    originsText: 'Solo desde estos orígenes pueden hablar las páginas con el servicio (CORS_ORIGINS en el entorno).',
    noOrigins: 'Ninguna: solo las páginas de este mismo servicio.',
  },
  page: { title: 'La página del banco', text: 'Aquí estaría lo que el cliente lee mientras pregunta.' },
};

const en: WidgetTexts = {
  preview: {
    title: 'Preview',
    text: 'The real chat with what is written beside it, saved or not.',
    frame: 'Preview of the chat',
  },
  contrast: {
    good: (ratio) => `Contrast with white text ${ratio} : 1, enough (WCAG AA asks for 4.5).`,
    poor: (ratio) =>
      `Contrast with white text ${ratio} : 1; WCAG AA asks for 4.5. The chat will use dark text, or an adjusted shade of this colour.`,
    dark: 'On dark ground',
  },
  images: {
    title: 'Pictures',
    text: 'PNG, JPEG or WebP of at most 256 kB, square at best.',
    names: {
      avatar: { label: 'Picture of the assistant', text: 'In the head of the chat.' },
      logo: { label: 'Picture of the launcher', text: 'On the button that opens the chat.' },
    },
    choose: 'Choose a file',
    save: 'Upload',
    remove: 'Remove',
    removeOf: (name) => `Remove: ${name}`,
    none: 'No picture: the drawing is used.',
    faults: {
      kind: 'The picture must be PNG, JPEG or WebP.',
      size: 'The picture is larger than 256 kB.',
      none: 'Choose a file first.',
    },
  },
  embed: {
    title: 'Put it on a page',
    text: 'Copy this line into the bank’s pages.',
    copy: 'Copy',
    copied: 'Copied',
    noAddress: 'PUBLIC_URL is missing in the environment: without it nobody knows under which address customers come.',
    origins: 'Allowed pages',
    originsText: 'Only pages of these origins may talk to the service (CORS_ORIGINS in the environment).',
    noOrigins: 'None: only pages of this service itself.',
  },
  page: { title: 'The bank’s page', text: 'Here would be what the customer reads while asking.' },
};

export const widgetTexts: Record<Language, WidgetTexts> = { es, en };
