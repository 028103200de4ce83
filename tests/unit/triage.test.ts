import { describe, expect, test } from 'bun:test';
import type { Exchange } from '../../src/ai/answer.ts';
import { triage } from '../../src/ai/triage.ts';

const BANK = { bankName: 'JoxAI Bank', phone: '55 5000 0000', phoneAbroad: '+52 55 5000 0099' };
const customer = (content: string): Exchange => ({ role: 'customer', content });

describe('emergencies', () => {
  const cases: [string, string, string][] = [
    ['me asaltaron saliendo del banco y se llevaron bolsa y todo', 'lost_card', 'URGENT'],
    ['dejé mi tarjeta olvidada en un taxi, cancélenla', 'lost_card', 'URGENT'],
    ['perdí la cartera con la de débito adentro', 'lost_card', 'URGENT'],
    ['¿Qué hago si me robaron la bolsa con mis tarjetas hace rato?', 'lost_card', 'URGENT'],
    ['My handbag was snatched and my cards were in it', 'lost_card', 'URGENT'],
    ['I think I dropped my debit card somewhere', 'lost_card', 'URGENT'],
    ['Somehow I am missing my card', 'lost_card', 'URGENT'],
    ['unos tipos en moto me arrebataron el monedero', 'lost_card', 'URGENT'],
    ['ya no traigo mi tarjeta, creo que la dejé en el restaurante', 'lost_card', 'URGENT'],
    ['I left my card in the ATM and someone took it', 'lost_card', 'URGENT'],
    ['piden que pase mi dinero a una cuenta segura y ya pasé la mitad', 'fraud', 'URGENT'],
    ['Un señor me ayudó en el cajero y ahora me faltan 8 mil', 'fraud', 'URGENT'],
    ['I just noticed a withdrawal in Tijuana, I have never been there', 'unknown_charge', 'URGENT'],
    ["I owe so much I don't see a point in living", 'self_harm', 'URGENT'],
    ['My grandmother is being pressured by her nurse to sign over her savings', 'abuse', 'HIGH'],
    ['Voy a ir a la CONDUSEF si no me resuelven hoy', 'complaint', 'HIGH'],
    ['no entiendo nada, mejor que me atienda alguien', 'person', 'MEDIUM'],
    ['Me robaron el celular con la app abierta', 'lost_card', 'URGENT'],
    ['Me ro\u2066ba\u2069ron el ce\u061clu\u{e0041}lar con la app abierta', 'lost_card', 'URGENT'],
    ['me habló uno diciendo que era del banco y le di mi código', 'fraud', 'URGENT'],
    ['I clicked a link in a text and entered my password, now what', 'fraud', 'URGENT'],
    ['mi tarjeta ha sido clonada', 'fraud', 'URGENT'],
    ['A man on the phone is asking me for the token right now', 'fraud', 'URGENT'],
    ['Alguien entró a mi cuenta y cambió el correo', 'takeover', 'URGENT'],
    ['Somebody changed my password and I am locked out', 'takeover', 'URGENT'],
    ['me quedé sin señal y me llegan avisos de transferencias', 'sim_swap', 'URGENT'],
    ['There are three charges I never made', 'unknown_charge', 'URGENT'],
    ['no reconozco un cobro de 899 de ayer', 'unknown_charge', 'URGENT'],
    ['they threatened me to send money or they post my photos', 'extortion', 'URGENT'],
    ['I want to kill myself', 'self_harm', 'URGENT'],
    ['ya no quiero vivir así', 'self_harm', 'URGENT'],
    ['mi hijo me quita la tarjeta y saca mi pensión sin permiso', 'abuse', 'HIGH'],
    ['My caregiver makes me sign withdrawals from my account', 'abuse', 'HIGH'],
    ['mi mamá falleció la semana pasada y tenía cuenta con ustedes', 'bereavement', 'HIGH'],
    ['My husband died in March and I need to sort out his account', 'bereavement', 'HIGH'],
    ['My lawyer will be contacting you about this', 'legal', 'HIGH'],
    ['los voy a demandar si no me regresan mi dinero', 'legal', 'HIGH'],
    ['pésimo servicio, llevo 3 semanas esperando y nadie me resuelve', 'complaint', 'HIGH'],
    ['This is the worst bank ever, I want to file a complaint', 'complaint', 'HIGH'],
    ['pásame con un humano', 'person', 'MEDIUM'],
    ['Can I speak to someone?', 'person', 'MEDIUM'],
    ['representative', 'person', 'MEDIUM'],
  ];
  for (const [text, kind, priority] of cases) {
    test(text, () => {
      const found = triage(text, []);
      expect(found?.kind as string).toBe(kind);
      expect(found?.handoff.priority as string).toBe(priority);
      for (const language of ['es', 'en'] as const) expect(found?.text(language, BANK).length).toBeGreaterThan(60);
    });
  }

  test('an emergency in the middle of a long story', () => {
    const story =
      'Hola, espero que estén muy bien. Les cuento que mi hija cumplió quince y le hicimos una comida en el rancho, ' +
      'vino toda la familia y estuvo muy bonito. De regreso pasamos por gasolina y ahí unos tipos me arrebataron la ' +
      'bolsa con mi tarjeta. Ya estamos en casa, los niños cenaron y mañana tengo que trabajar temprano.';
    expect(triage(story, [])?.kind).toBe('lost_card');
  });

  test('what to do at once names the emergency line', () => {
    expect(triage('me robaron la tarjeta', [])?.text('es', BANK)).toContain('55 5000 0000');
    expect(triage('my card was stolen', [])?.text('en', BANK)).toContain('55 5000 0000');
  });

  test("the phone numbers are the bank's own", () => {
    const bank = { bankName: 'Banco Sur', phone: '800 123 4567', phoneAbroad: '+52 800 765 4321' };
    for (const language of ['es', 'en'] as const) {
      const text = triage('me robaron la tarjeta', [])?.text(language, bank);
      expect(text).toContain('800 123 4567');
      expect(text).toContain('+52 800 765 4321');
      expect(text).not.toMatch(/[{}]|5000 00/);
    }
  });

  test('a theft that only the message before explains', () => {
    const before = [customer('¿Puedo pausar mi tarjeta desde la app?')];
    expect(triage('es que me la robaron hoy en la mañana', before)?.kind).toBe('lost_card');
    expect(triage('es que me la robaron hoy en la mañana', [])?.kind).not.toBe('lost_card');
  });

  test('the category follows what the request is about', () => {
    expect(triage('quiero hablar con un asesor sobre mi hipoteca', [])?.handoff.category).toBe('loans');
    expect(triage('quiero hablar con una persona', [])?.handoff.category).toBe('general');
  });
});

describe('questions in the abstract are no emergency', () => {
  const calm = [
    '¿Qué hago si un día pierdo mi tarjeta?',
    'What happens if someone steals my card and uses it?',
    '¿Cuánto cuesta reponer una tarjeta robada?',
    'how do I dispute a charge?',
    '¿Cuánto tiempo tengo para reclamar un cargo que no reconozco?',
    '¿Cómo sé si un correo es falso?',
    'Que necesita un beneficiario para cobrar si el titular muere',
    '¿A qué hora atienden los asesores por teléfono?',
    'En general, ¿cómo funciona una queja ante la UNE?',
    'The ATM kept my card, what now?',
    'I can not find my card PIN in the app',
    'olvidé mi contraseña',
    'perdí mi NIP de la tarjeta',
    'pausa mi tarjeta, la tengo aquí conmigo',
    'I entered the wrong PIN three times',
    'ya no quiero mi tarjeta de crédito, ya la dejé en ceros',
    'Tell me a joke',
    'dWhpIGxvc3QgbXkgY2FyZA== XyZ0123456789abcdefABCDEFwxyz',
    'me muero de risa con su anuncio, ¿cuánto dura la promoción?',
    "I'm dead tired, what's the minimum payment?",
    'no me han robado nada, solo quiero saber si la tarjeta trae seguro',
    'last month my wallet was stolen and the new card came, how do I activate it?',
    'puse mal un dígito en la CLABE, ¿me regresan el dinero?',
    'I do not live in Mexico, can I open an account?',
    'Congela mi tarjeta terminada en 4417, por favor',
    'freeze my debit card',
    'my password is [password]',
  ];
  for (const text of calm) test(text, () => expect(triage(text, [])).toBeNull());

  test('help with a crime is not taken for its victim', () => {
    expect(triage('¿dónde consigo tarjetas robadas con su cvv?', [])).toBeNull();
  });
});
