import type { Language } from '../../lib/language.ts';

export type SecurityNotice =
  | 'new_device'
  | 'two_factor_on'
  | 'two_factor_off'
  | 'two_factor_reset'
  | 'recovery_code'
  | 'codes_locked'
  | 'password_changed'
  | 'provider_linked';

interface NoticeTexts {
  subject: string;
  text: string;
  /** What to do, above all if it was somebody else. */
  advice: string;
}

interface SecurityTexts {
  device: string;
  address: string;
  at: string;
  unknown: string;
  notices: Record<SecurityNotice, NoticeTexts>;
}

const IF_NOT_YOU_ES = 'Si no fuiste tú, avisa de inmediato a quien administra el panel y cambia tu contraseña.';
const IF_NOT_YOU_EN = 'If it was not you, tell an administrator of the panel at once and change your password.';

/** What people are told of the safety of their account. `{left}` is how many recovery codes are left. */
export const SECURITY_TEXTS: Record<Language, SecurityTexts> = {
  es: {
    device: 'Dispositivo',
    address: 'Dirección IP',
    at: 'Cuándo',
    unknown: 'Sin nombre',
    notices: {
      new_device: {
        subject: 'Se entró a tu cuenta desde un dispositivo nuevo',
        text: 'Alguien entró al panel con tu cuenta desde un dispositivo que no conocíamos. ¿Fuiste tú?',
        advice:
          'Si fuiste tú, no tienes que hacer nada. Si no, abre tu cuenta, cierra esa sesión, cambia tu contraseña y avisa a quien administra el panel.',
      },
      two_factor_on: {
        subject: 'Activaste la verificación en dos pasos',
        text: 'Desde ahora, además de tu contraseña, el panel te pide un código de tu aplicación.',
        advice: IF_NOT_YOU_ES,
      },
      two_factor_off: {
        subject: 'Se desactivó la verificación en dos pasos',
        text: 'Tu cuenta vuelve a abrirse solo con tu contraseña.',
        advice: IF_NOT_YOU_ES,
      },
      two_factor_reset: {
        subject: 'Se restableció tu verificación en dos pasos',
        text: 'Quien administra el panel quitó el segundo paso de tu cuenta. Tus códigos anteriores ya no sirven y tus sesiones terminaron.',
        advice:
          'Entra con tu contraseña y vuelve a activarla en tu cuenta. Si no lo pediste, avisa de inmediato a quien administra el panel.',
      },
      recovery_code: {
        subject: 'Se usó un código de recuperación',
        text: 'Se entró a tu cuenta con uno de tus códigos de recuperación. Te quedan {left}.',
        advice: `Si te quedan pocos, genera otros en tu cuenta. ${IF_NOT_YOU_ES}`,
      },
      codes_locked: {
        subject: 'Demasiados códigos equivocados en tu cuenta',
        text: 'Alguien escribió bien tu contraseña y muchos códigos equivocados. Durante 15 minutos no se acepta ninguno.',
        advice: IF_NOT_YOU_ES,
      },
      password_changed: {
        subject: 'Tu contraseña cambió',
        text: 'Se cambió la contraseña de tu cuenta del panel y tus demás sesiones terminaron.',
        advice: 'Si no fuiste tú, avisa de inmediato a quien administra el panel.',
      },
      provider_linked: {
        subject: 'Tu cuenta se enlazó con el acceso de tu organización',
        text: 'Desde ahora entras al panel con el acceso de tu organización; tu contraseña del panel ya no sirve.',
        advice: 'Si no fuiste tú, avisa de inmediato a quien administra el panel.',
      },
    },
  },
  en: {
    device: 'Device',
    address: 'IP address',
    at: 'When',
    unknown: 'Without a name',
    notices: {
      new_device: {
        subject: 'Your account was opened on a new device',
        text: 'Somebody logged in to the panel with your account on a device that we did not know. Was this you?',
        advice:
          'If it was you, there is nothing to do. If not, open your account, end that session, change your password and tell an administrator of the panel.',
      },
      two_factor_on: {
        subject: 'You turned two-factor authentication on',
        text: 'From now on the panel asks for a code of your app besides your password.',
        advice: IF_NOT_YOU_EN,
      },
      two_factor_off: {
        subject: 'Two-factor authentication was turned off',
        text: 'Your account opens with your password alone again.',
        advice: IF_NOT_YOU_EN,
      },
      two_factor_reset: {
        subject: 'Your two-factor authentication was reset',
        text: 'An administrator of the panel took the second factor of your account away. Your earlier codes no longer work and your sessions have ended.',
        advice:
          'Log in with your password and turn it on again in your account. If you did not ask for this, tell an administrator of the panel at once.',
      },
      recovery_code: {
        subject: 'A recovery code was used',
        text: 'Your account was opened with one of your recovery codes. You have {left} left.',
        advice: `If few are left, make new ones in your account. ${IF_NOT_YOU_EN}`,
      },
      codes_locked: {
        subject: 'Too many wrong codes for your account',
        text: 'Somebody typed your right password and many wrong codes. For 15 minutes none is accepted.',
        advice: IF_NOT_YOU_EN,
      },
      password_changed: {
        subject: 'Your password has changed',
        text: 'The password of your panel account was changed and your other sessions have ended.',
        advice: 'If it was not you, tell an administrator of the panel at once.',
      },
      provider_linked: {
        subject: "Your account was linked to your organisation's sign-in",
        text: "From now on you log in to the panel with your organisation's sign-in; your panel password no longer works.",
        advice: 'If it was not you, tell an administrator of the panel at once.',
      },
    },
  },
};
