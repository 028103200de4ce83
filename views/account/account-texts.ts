import type { PasswordFault } from '../../src/features/users/model.ts';
import type { Language } from '../../src/lib/language.ts';

export type AccountDone = 'profile' | 'desk' | 'password' | 'sessions';

interface AccountTexts {
  title: string;
  lead: (role: string) => string;
  profile: { title: string; name: string; nameFault: string; language: string; theme: string; save: string };
  desk: string;
  notifications: { title: string; text: string; action: string };
  password: {
    title: string;
    text: string;
    account: string;
    current: string;
    next: string;
    repeated: string;
    rules: string[];
    save: string;
    fine: string;
    faults: Record<PasswordFault | 'current' | 'different', string>;
  };
  sessions: {
    title: string;
    text: string;
    current: string;
    api: string;
    unknown: string;
    since: string;
    until: string;
    end: string;
    confirm: { title: string; text: string; action: string };
  };
  done: Record<AccountDone, string>;
}

const es: AccountTexts = {
  title: 'Mi cuenta',
  lead: (role) => `Tu rol: ${role}. Solo quien administra puede cambiarlo.`,
  profile: {
    title: 'Perfil',
    name: 'Nombre completo',
    nameFault: 'Escribe tu nombre.',
    language: 'Idioma',
    theme: 'Apariencia',
    save: 'Guardar perfil',
  },
  desk: 'Si tomas conversaciones de la fila, y cuántas a la vez.',
  notifications: {
    title: 'Avisos',
    text: 'De qué te enteras, por dónde y en qué horas no quieres correo.',
    action: 'Preferencias de avisos',
  },
  password: {
    title: 'Contraseña',
    text: 'Al cambiarla terminan tus demás sesiones.',
    account: 'Tu cuenta',
    current: 'Contraseña actual',
    next: 'Contraseña nueva',
    repeated: 'Repite la contraseña nueva',
    rules: ['Al menos 12 caracteres', 'Que no sea de las más usadas', 'Sin tu nombre, usuario ni correo'],
    save: 'Cambiar contraseña',
    fine: 'Esta contraseña cumple.',
    faults: {
      short: 'Le faltan caracteres: usa al menos 12.',
      long: 'Es demasiado larga: usa hasta 256 caracteres.',
      common: 'Es de las más usadas. Elige otra.',
      name: 'Contiene tu nombre, usuario o correo.',
      current: 'No es tu contraseña actual.',
      different: 'No es igual a la anterior.',
    },
  },
  sessions: {
    title: 'Sesiones abiertas',
    text: 'Dónde está abierta tu cuenta ahora.',
    current: 'Esta sesión',
    api: 'Programa con tu clave',
    unknown: 'Navegador sin nombre',
    since: 'Desde',
    until: 'Vence',
    end: 'Cerrar las demás',
    confirm: {
      title: '¿Cerrar las demás sesiones?',
      text: 'Los otros navegadores y programas con tu cuenta quedan fuera al momento y tendrán que entrar de nuevo. Esta sesión sigue.',
      action: 'Cerrar las demás',
    },
  },
  done: {
    profile: 'Tu perfil se guardó.',
    desk: 'Tu disponibilidad se guardó.',
    password: 'Tu contraseña cambió y tus demás sesiones terminaron.',
    sessions: 'Tus demás sesiones terminaron.',
  },
};

const en: AccountTexts = {
  title: 'My account',
  lead: (role) => `Your role: ${role}. Only an administrator can change it.`,
  profile: {
    title: 'Profile',
    name: 'Full name',
    nameFault: 'Type your name.',
    language: 'Language',
    theme: 'Appearance',
    save: 'Save profile',
  },
  desk: 'Whether you take conversations from the queue, and how many at once.',
  notifications: {
    title: 'Alerts',
    text: 'What you hear of, where, and in which hours you want no mail.',
    action: 'Preferences of alerts',
  },
  password: {
    title: 'Password',
    text: 'A change ends your other sessions.',
    account: 'Your account',
    current: 'Present password',
    next: 'New password',
    repeated: 'Repeat the new password',
    rules: ['At least 12 characters', 'Not one of the most used', 'Without your name, username or e-mail'],
    save: 'Change password',
    fine: 'This password will do.',
    faults: {
      short: 'It lacks characters: use at least 12.',
      long: 'It is too long: use up to 256 characters.',
      common: 'It is one of the most used. Choose another.',
      name: 'It contains your name, username or e-mail.',
      current: 'This is not your present password.',
      different: 'It is not the same as the one above.',
    },
  },
  sessions: {
    title: 'Open sessions',
    text: 'Where your account is open now.',
    current: 'This session',
    api: 'A program with your key',
    unknown: 'A browser without a name',
    since: 'Since',
    until: 'Ends',
    end: 'End the others',
    confirm: {
      title: 'End the other sessions?',
      text: 'Other browsers and programs with your account are out at once and have to log in again. This session goes on.',
      action: 'End the others',
    },
  },
  done: {
    profile: 'Your profile was saved.',
    desk: 'Your availability was saved.',
    password: 'Your password has changed and your other sessions have ended.',
    sessions: 'Your other sessions have ended.',
  },
};

export const accountTexts: Record<Language, AccountTexts> = { es, en };
