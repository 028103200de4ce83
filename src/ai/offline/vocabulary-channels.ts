/** The last part of `VOCABULARY`, same shape: the app, codes, branches, telephone, complaints, accessibility. */
export const CHANNEL_VOCABULARY = `
app: app, aplicacion, apps, joxai movil, banca movil, mobile app, application
no_app: sin app, without the app, no smartphone, not own a smartphone, sin celular, no tengo la app, no tengo celular, no uso la app, basic phone, flip phone, celular viejito, own a smartphone, do not use the app, do not have the app, sin la app
web: banca web, web banking, pagina web, website, online banking, sitio web, banca en linea, la pagina, computadora, laptop, browser
login: iniciar sesion, log in, login, logging in, sign in, entrar a la app, entrar a mi app, entro a la app, entrar a mi aplicacion, registr*, register*, sign up, no puedo entrar, can not get in, no me deja entrar, primera vez, first time, app no abre, app will not open, no abre, se cierra, se traba, crash*, root, jailbreak, android, iphone, ios, mantenimiento, maintenance, sesion, session, will not open
new_phone: celular nuevo, new phone, otro celular, otro telefono, cambie de celular, cambie de telefono, nuevo celular, nuevo telefono, new mobile, new handset, two phones, both phones, dos celulares, dos telefonos, en los dos, new device, another phone, compre & telefono, compre & celular, compre & cel, got & iphone, equipo nuevo, switched phones, changed phones, changing phones, second phone, 2 celulares
password: contrasena*, contra, password*, passcode*, passphrase, clave de la app, clave de acceso, clave del app, clave para entrar, clave & app, clave & aplicacion
password_rules: reglas & contrasena, rules, que debe llevar, caracteres, characters, mayuscula*, uppercase, capital letter, simbolo*, symbol*, how long must, que debe tener
reset: restablec*, reset*, recuper*, recover*, nueva & contrasena, new password, cambiar & contrasena, change & password, cambio de contrasena, changed my password, made a new passcode, new passcode, crear & contrasena, after the change, despues del cambio
username: usuario, username, user name, user id, numero de cliente, customer number
token: token*, joxtoken, codigo* de 6, 6 digit code*, codigo* invalido*, invalid code*, gadget, hardware, sincroniz*, sync*, generador, dispositivo, device, code generator, codigo & no, dynamic code
physical_token: token fisico, physical token, hardware, gadget, dispositivo fisico, physical device, llaverito, aparatito, battery, bateria
code: codigo*, code, codes, otp, one time
biometric: thumbprint, biometri*, huella*, fingerprint*, face id, rostro, facial, face, cara, selfie*, recogni* & face, no me reconoce, does not recognise me, dedo, thumb, lentes, gorra, camera, camara, verme la cara, foto de mi cara, touch id, reconocimiento
blocked_user: usuario bloqueado, blocked user, user blocked, bloquea* & usuario, bloque* & app, locked out of the app, locked out of my account, locked me out, locked out, acceso bloqueado, desbloquear usuario, unblock user, bloque* & contrasena, me bloqueo & app, cuenta bloqueada, account locked, account blocked, wrong & password & times, locked & app, mal & contrasena
account_fee: suben las comisiones, subir las comisiones, raise your fees, raise the fees, fee increase*, aumento* de comision*, cambian las comisiones, comision nueva, new fee, manejo de cuenta, comision* mensual*, monthly fee*, monthly charge, account maintenance, comisiones de las cuentas, account fees, cobran al mes, cobran por tener la cuenta, cobran por la cuenta, cuenta plus, saldo promedio, average balance, saldo minimo, minimum balance, esencial, plus account, cuenta & gratis, cuenta & comision*, maintenance fee, keep the account, plus
fee: surcharge*, recargo*, comision*, cuesta, costo*, cobra, cobran, cobro, cuestan, fee, fees, cost, costs, price*, precio*, charge for, charged for, cuanto sale, cuanto me sale, how much is, what do you charge, your charge, sale gratis, gratis, free, sin costo, tarifa, set me back, en cuanto sale, cobrarme
cardless: sin tarjeta, sin plastico, cardless, without a card, without my card, without the card, without card, codigo & saque, codigo & sacar, codigo & retirar, code & withdraw, no card, no traigo la tarjeta, left my card at home, olvide la tarjeta en casa
counter: ventanilla, counter, teller, cajera, in person
credit_cash: efectivo & credito, tarjeta de credito & retir*, tarjeta de credito & sacar, cash & credit card, cash & gold, cash & platinum, cash & clasica, withdraw & credit, sacar & gold, sacar & clasica, sacar & platinum, sacar & dorada, retirar & dorada, cash out & gold, cash advance, con tarjeta de credito, with a credit card, disposicion de efectivo
branch: sucursal*, branch*, oficina*, office, offices
open_hours: horario, opening hours, abren, abierto*, cierran, open, abre, opens, close at, que hora, a que hora, hours, hora
appointment: cita, citas, appointment*, agendar, turno, fila, book a slot, booking, filas, queue, line up, menos fila, menos gente, horas pico, quieter, quietest, busy, busiest, shortest queue
find_branch: ubicanos, find us, donde estan, donde queda, near me, cerca, nearest, ubicacion, location, where are you, closest, headquarters, oficina central, head office
atm_deposit: depositar efectivo, depositos de efectivo, cash deposit*, deposit cash, deposito en cajero, billetes & cajero, billetes & maquina, notes & machine, coins, monedas, monedita*, abonarme, depositar & cajero, feed & machine, deposit & atm, deposit & machine
atm_no_cash: no salio el dinero, no dio dinero, gave no money, no cash dispensed, no me dio, did not give, no salio, no me entrego, didn't dispense, dispense, no solto, no escupio, cobro y no, without giving, short changed, me dio de menos, gave me less
atm_kept_card: trago, se trago, kept my card, kept your card, swallow*, ate my card, eaten, retuvo, se quedo con mi tarjeta, se quedo con tu tarjeta, se comio, no me devolvio la tarjeta, retained, tragada
fake_note: billete* falso*, fake note, counterfeit, falsos
phone_line: number do i call, numero marco, que numero, what number, joxlinea, telefono*, telephone, phone number, numero de telefono, llamar*, llamo, marcar, marco, hotline, call center, call you, call us, linea telefonica, numero para, whatsapp, numero de atencion, llamada, phone support, menu option, opcion, wait time, tiempo de espera, hold time, espera promedio, callback, call back, ring you, telephone pin
whatsapp: whatsapp, guasap, wasap, wats
english_service: atencion en ingles, english speaking, in english, habla ingles, hablan ingles, speaks english, english
complaint: queja*, complain*, inconform*, une, condusef, no quedo conforme, no quede conforme, dissatisf*, not satisfied, not happy with, unhappy, ombudsman, autoridad, escalar*, elevo, escalate, felicit*, sugerencia*, suggestion*, regulator, unidad especializada
accessible: her bed, his bed, can not leave, no puede salir, come to her, come to him, come to my home, vengan a mi casa, vayan a su casa, visiten, accesib*, discapac*, disab*, silla de ruedas, wheelchair, rampa*, ramp, ramps, braille, ciego*, ciega, blind, sordo*, sorda, deaf, senas, sign language, interprete, interpreter, adulto mayor, adultos mayores, older adult*, elderly, tercera edad, embaraz*, pregnan*, perro*, guide dog, assistance dog, voiceover, talkback, no puede caminar, no puede firmar, can not sign, visita a domicilio, home visit, hospital, bedridden, postrad*, in bed, letra grande, large print, fila preferente, priority queue, visually impaired, hearing impaired, impaired, invidente*, muletas, crutches, hard of hearing, no ve bien, debil visual, audio, voice guidance, baston
today_balance: cuanto tengo, how much do i have, what do i have
receive_call: nos llamen, devolvamos la llamada
age: edad, how old, minimum age, que edad, cuantos anos hay que tener, cuantos anos debo tener, anos minimo, age, old enough
legal_rep: representante legal, poder notarial, power of attorney, acta constitutiva
error_amount: cobro doble, charged twice, double charge, dos veces
company_wait: expediente, review takes, revision del expediente
name_of_card_holder: titular
`;
