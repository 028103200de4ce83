import type { Language } from '../../src/lib/language.ts';

/** Why a sign-in at the provider did not lead into the panel. */
export type ProviderProblem =
  | 'refused'
  | 'expired'
  | 'unreachable'
  | 'failed'
  | 'unverified'
  | 'no_group'
  | 'inactive'
  | 'taken';

interface SignInTexts {
  provider: {
    button: (name: string | null) => string;
    or: string;
    problems: Record<ProviderProblem, string>;
    ended: string;
  };
  code: {
    title: string;
    lead: string;
    label: string;
    hint: string;
    submit: string;
    wrong: string;
    locked: string;
    over: string;
    back: string;
  };
  enrolment: {
    title: string;
    required: string;
    scan: string;
    picture: string;
    type: string;
    confirm: string;
    label: string;
    submit: string;
    wrong: string;
    cancel: string;
    logout: string;
  };
  recovery: { title: string; lead: string; list: string; saved: string };
  onward: { title: string; text: string; link: string };
}

export const signInTexts: Record<Language, SignInTexts> = {
  es: {
    provider: {
      button: (name) => (name ? `Entrar con ${name}` : 'Entrar con tu organización'),
      or: 'o con una cuenta de este panel',
      problems: {
        refused: 'Tu organización no permitió la entrada. Si debería, avisa a quien administra los accesos.',
        expired: 'La entrada tardó demasiado o se abrió en otra ventana. Empieza de nuevo.',
        unreachable:
          'El acceso de tu organización no responde. Prueba en unos minutos; las cuentas de este panel siguen abiertas.',
        failed:
          'El acceso de tu organización respondió algo que no podemos aceptar. Avisa a quien administra el panel.',
        unverified: 'Tu organización no confirma tu correo, y sin eso no podemos saber quién eres aquí.',
        no_group: 'Tu cuenta no está en ningún grupo con acceso a este panel. Pídelo a quien administra los accesos.',
        inactive: 'Tu cuenta está desactivada en este panel. Avisa a quien lo administra.',
        taken:
          'Tu correo ya está enlazado aquí con otra identidad de tu organización. Avisa a quien administra el panel.',
      },
      ended: 'Saliste del panel.',
    },
    code: {
      title: 'Escribe tu código',
      lead: 'Abre tu aplicación de verificación y escribe el código de seis cifras.',
      label: 'Código',
      hint: '¿Sin tu teléfono? Escribe uno de tus códigos de recuperación.',
      submit: 'Entrar',
      wrong: 'Ese código no sirve: es incorrecto, ya se usó o venció. Espera el siguiente.',
      locked: 'Hubo demasiados códigos equivocados. Por 15 minutos no se acepta ninguno.',
      over: 'Pasó demasiado tiempo. Escribe tu contraseña otra vez.',
      back: 'Entrar con otra cuenta',
    },
    enrolment: {
      title: 'Verificación en dos pasos',
      required: 'Tu rol la necesita: actívala para seguir. Toma un minuto.',
      scan: '1. Escanea esta imagen con una aplicación de verificación.',
      picture: 'Imagen para tu aplicación de verificación; abajo está lo mismo en letras',
      type: '¿No puedes escanear? Escribe esta clave en la aplicación:',
      confirm: '2. Escribe el código de seis cifras que muestra.',
      label: 'Código',
      submit: 'Activar',
      wrong: 'Ese código no sirve. Revisa que la hora de tu teléfono sea automática y escribe el siguiente.',
      cancel: 'Ahora no',
      logout: 'Salir',
    },
    recovery: {
      title: 'Guarda tus códigos de recuperación',
      lead: 'Si pierdes tu teléfono, cada uno sirve una vez en lugar del código. Solo se muestran ahora: imprímelos o guárdalos en un lugar seguro.',
      list: 'Códigos de recuperación',
      saved: 'Ya los guardé',
    },
    onward: { title: 'Un momento', text: 'Te llevamos a donde sigue.', link: 'Seguir' },
  },
  en: {
    provider: {
      button: (name) => (name ? `Sign in with ${name}` : 'Sign in with your organisation'),
      or: 'or with an account of this panel',
      problems: {
        refused: 'Your organisation did not allow the sign-in. If it should, tell those who manage access there.',
        expired: 'The sign-in took too long, or was opened in another window. Start again.',
        unreachable:
          "Your organisation's sign-in does not answer. Try again in a few minutes; accounts of this panel still work.",
        failed:
          "Your organisation's sign-in answered something that we cannot accept. Tell an administrator of the panel.",
        unverified: 'Your organisation does not confirm your e-mail, and without that we cannot tell who you are here.',
        no_group: 'Your account is in no group that has access to this panel. Ask those who manage access.',
        inactive: 'Your account is deactivated in this panel. Tell an administrator of it.',
        taken:
          'Your e-mail is linked here to another identity of your organisation. Tell an administrator of the panel.',
      },
      ended: 'You have left the panel.',
    },
    code: {
      title: 'Type your code',
      lead: 'Open your authenticator app and type the code of six digits.',
      label: 'Code',
      hint: 'Without your phone? Type one of your recovery codes.',
      submit: 'Log in',
      wrong: 'That code will not do: it is wrong, used or over. Wait for the next one.',
      locked: 'There were too many wrong codes. For 15 minutes none is accepted.',
      over: 'It took too long. Type your password again.',
      back: 'Log in with another account',
    },
    enrolment: {
      title: 'Two-factor authentication',
      required: 'Your role needs it: turn it on to go on. It takes a minute.',
      scan: '1. Scan this picture with an authenticator app.',
      picture: 'Picture for your authenticator app; below is the same in letters',
      type: 'Cannot scan? Type this key into the app:',
      confirm: '2. Type the code of six digits that it shows.',
      label: 'Code',
      submit: 'Turn on',
      wrong: 'That code will not do. See that the time of your phone is automatic, and type the next one.',
      cancel: 'Not now',
      logout: 'Log out',
    },
    recovery: {
      title: 'Keep your recovery codes',
      lead: 'If you lose your phone, each works once in the place of the code. They are shown only now: print them or keep them in a safe place.',
      list: 'Recovery codes',
      saved: 'I have kept them',
    },
    onward: { title: 'One moment', text: 'We take you to where it goes on.', link: 'Go on' },
  },
};
