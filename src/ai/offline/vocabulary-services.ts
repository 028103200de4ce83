/** More of `VOCABULARY`, same shape: cards in use, loans, security, savings, the app, branches. */
export const SERVICE_VOCABULARY = `
activate: switch on, switching on, activ*, prender*, prendo, prenda, turn on, enable*, start using, empezar a usar, dar de alta mi tarjeta, estrenar, desactivad*, inactiv*
new_card_arrived: tarjeta nueva, new card, llego el plastico, llego mi tarjeta, llego la tarjeta, card arrived, card came, nueva tarjeta, arrived in the mail, llego por correo, me llego & plastico, renovacion, renewal, replacement card
pin: nip*, pin, pins, clave & cajero, clave & tarjeta, four digits, cuatro digitos, 4 digitos, 4 digit, four digit, cuatro numeros, numero secreto, digitos de la tarjeta, clave de 4, secret number
forgot: olvid*, no me acuerdo, no recuerdo, forgot*, forget, do not remember, can not remember, blanked, se me fue & clave, lost my password, no me sale
wrong_attempts: intentos fallidos, failed attempts, mal la clave, mal el nip, mal & tres veces, wrong & three times, wrong pin, wrong password, wrong code, tres veces mal, 3 veces mal, 3 veces, tres veces, three times, too many times, demasiadas veces, too many attempts, teclee mal, equivoque & nip, equivoque & contrasena
blocked: bloque*, block*, desbloque*, unblock*, unlock*, locked, trab*, suspendid*
replacement: reposicion*, reponer, repongo, repongan, replacement*, replace*, otra tarjeta, another card, nuevo plastico, new plastic, se rompio, se partio, snapped, cracked, broken card, damaged, maltratad*, desgast*, doblad*, chip & no, worn, wear, melted, mordio, chewed, danad*, dano, demagnetised
delivery: reach me, reaches me, entreg*, deliver*, llega*, envio a domicilio, arriv*, mensajer*, courier, paqueter*, ship*, how soon do i get, expres*, express, a mi casa
contactless: sin contacto, contactless, acercar*, acerco, acercando*, acerque, tap, tapping, taps, hold my card over, nfc, pay wave, paywave
wallet: apple pay, google pay, billetera*, wallet*, pagar con el celular, pagar con mi celular, pagar con el cel, pay with my phone, pay with phone, reloj, smartwatch, watch
virtual: codigo de atras, codigo & virtual, virtual*, online only, en linea & tarjeta, tarjeta digital, digital card, numero temporal, disposable, compras en linea, compras por internet, comprar en internet, online shopping, online purchases, shop online, shopping online, comprar en linea, cvv dinamico, dynamic cvv, cvv
subscription: suscripcion*, subscription*, netflix, spotify, streaming
refund: reembols*, refund*, devolucion*, devuelv*, me regresen, money back
declined: rechaz*, declin*, no pasa, no paso, no pasaba, not go through, did not go through, no me acept*, not accepted, denied, refused my card, card refused, rejected, me la rebot*, rebota, no jala mi tarjeta, tarjeta no funciona, card not working, card does not work, no quiso pasar, would not go through, fails at, turned down & card
purchase_limit: tope diario de compras, daily purchase, compra & debito, comprar & debito, buy & debit, purchase & debit, limite de compras, spend & debit, gastar & debito, purchase limit, spending limit
purchase: compra*, compre, comprar, purchas*, buy, bought, buying
late_fee: pago tardio, late payment fee, late fee, recargo, missed payment, miss a payment, me atras*, no pago, pay late, if i am late, late
credit_card_pay: pague de mas, overpaid, saldo a favor, balance in my favour, pagar mi tarjeta, pagar la tarjeta, pago de tarjeta, paying your credit card, pay my card, pay my credit card, pay the card, pay off my card, fecha de corte, cut off date, closing date, fecha limite, due date, pago minimo, minimum payment, para no generar intereses, no interest, avoid interest, tiendas, pagafacil, corner shop, oxxo, pago automatico, pay in full, corte, after the cut, abonarle a la tarjeta, card bill, days to pay
credit_increase: aumento de linea, aumentar mi linea, raise my limit, raise my credit, subir la linea, subirme la linea, subir mi linea, linea mas grande, bigger line, more credit, mas credito, aumentar & linea, increase & line, increase & credit limit, raise & credit, subir & limite & tarjeta, aumento, aumentar o bajar tu linea, higher credit limit, raising or lowering your credit line
denied_request: negamos, negaron, me dijeron que no, rechazaron mi solicitud, turned down, refused, denied, said no, me batearon, rechazaron & aumento, we refuse
retry: otra vez, volver a, try again, again, reintentar, nuevamente, reapply
loan: prestamo*, prestan, loan*, lend*, borrow*, credito personal, prestado, credito*, prestamito, financia*, financing
personal_loan: prestamo personal, personal loan*, remodelar, prestan dinero, prestamo en efectivo, dinero prestado, cash loan, borrow money, me prestan, pedir prestado, credito personal, wedding, boda
mortgage: hipoteca*, mortgage*, casa & comprar, comprar casa, comprar mi casa, comprar una casa, buy a house, buy a home, buying a house, buying a home, home loan, house loan, departamento, depa, apartment, flat, vivienda, infonavit, avaluo, appraisal, notari*, cofinanciado, credito de casa, credito para casa, terreno, first home
car_loan: auto, autos, coche*, carro*, car, cars, vehicul*, vehicle*, camioneta*, van, seminuevo*, automotriz, moto, motos, motorcycle*, motocicleta*, agencia, dealership, factura del auto
used: usado*, used, second hand, segunda mano, seminuevo*, pre owned
down_payment: enganche, down payment, downpayment, entrada inicial, deposit up front, upfront
term: plazo*, term, terms, meses, months, mensualidad*, instalment*, installment*, longest, how long can i, stretch
opening_fee: comision por apertura, opening fee, fee for opening, origination, set up fee, arrangement fee, apertura
early_payment: pago* anticipado*, anticip*, adelantar*, adelanto pago, liquid*, pagar antes, pagar todo, pay off, paid off, paying off, pay early, early payment*, prepay*, abono a capital, principal, settle, settling, finiquito, settlement, saldar*, terminar de pagar antes, extra payment*, pagos extra, overpay, carta de saldo, pay down
settlement_letter: carta finiquito, settlement letter, letter proving, letter & paid, letter & loan, carta & prestamo, carta & credito, proof & paid off, finiquito
change_mind: arrepent*, change my mind, withdraw from the loan, cooling off, ya no lo quiero, back out
late_loan: atras*, atraso*, mora, moratorio, arrears, late payment*, behind, no puedo pagar, no podre pagar, no voy a poder, no poder con, no alcanzo, can not pay, can not keep up, can not afford, struggling to pay, lost my job, perdi mi trabajo, me quede sin trabajo, sin chamba, se me junt*, missed, skip, falto un pago, reestructur*, restructur*, plan respiro, diferir, postpone, defer, payment holiday, breathing room, quede sin empleo, laid off, aplazar*, prorroga, paus* & pagos, mensualidades & unos meses
collection: cobranza, collection*, collector*, debt collect*, cobrador*, gestor*, despacho de cobranza
bureau: buro, credit bureau, sociedades de informacion crediticia, credit reporting
card_lost: robad*, extravi*, perdi*, robo, robaron, roban, stolen, lost, theft, steal, thief
pause: paus*, congel*, freez*, froze*, temporarily, temporal*, suspend*, apagar la tarjeta
liability: yo pago lo que, do i pay, am i liable, tengo que pagar & robo, pago lo que gast*, no respondes por cargos, not liable, responsab*, liable, liability, who pays, covered, quien paga, protegid*
dispute: investigation*, investigacion, aclaracion*, contest a, contesting, disput*, unrecognised, unrecognized, no reconozc*, no reconocid*, contest*, cargo desconocido, chargeback, do not recognise, do not recognize, not mine, dictamen, ruling, resolution, reclam*, claim*, impugnar
foreign_charge: cargos en el extranjero, charges made abroad, charge abroad, dictamen & extranjero
phishing: phishing, fraude*, fraud*, estafa*, scam*, mensaje* falso*, mensaje* raro*, mensajito* raro*, fake message*, fake call*, fake, falso*, suspicious, sospechos*, link raro, liga rara, enlace*, link, liga, impostor*, hacerse pasar, pretend*, spoof*, real number, numero real, numero oficial, official number, numero son los de verdad, really you, really from you, son ustedes, cuenta segura, safe account, son de verdad, genuine, legit, legitimate
sms: sms, mensaje* de texto, text message*, texts, mensajes, text, mensajito*
alert: alert*, aviso*, avis*, notific*, notif*, push, notify, notices, me lleg* & de lo grande
low_balance: saldo bajo, low balance, running low, poco saldo
savings: ahorr*, saving*, save, guardad*, guardar, guardo, ahorro jox, set aside, alcancia
savings_account: cuenta de ahorro, savings account, ahorro jox, ahorros, sacar cuando sea, sacar cuando quiera, easy access, sin amarrarlo, without tying, gat
goal: meta, metas, goal*, pot, pots, apartad*, apart*, guardadito*, candado, locked pot, lock, redondeo*, round up*, rounding, cochinito, alcancia, break the lock, romp*, bloquee un guardadito, lock on, sobre virtual
investment: inversion*, invertir, invest*, pagare, plazo fijo, fixed term, joxnota*, cetes, term deposit, venc* & nota, nota & venc*, comes due, maturity, matures, mature, vencimiento, al vencer, reinver*, reinvest*, renov*, notes & days
coverage: cobertura, cubre*, cover, covers, covered, coverage, me responden, respond* por, guarantee*
early_break: retiro anticipado, early withdrawal, sacar antes, take it out early, antes de tiempo, before it matures, antes del vencimiento, before the term, withdraw early, cash in early
bank_failure: asegurados, asegurado, estan asegurad*, ipab, quiebr*, quebr*, bankrupt*, truena, tronar, goes bust, go bust, goes under, fails, collapse*, liquidacion & banco, liquidation, deposit insurance, seguro de depositos, insured, asegurad* & ahorros, protegid* & ahorros, respald*, protected & savings, udis, cierra el banco, banco & desaparec*, garantiz* & ahorros, savings safe, money safe, bank fails, hundirse
`;
