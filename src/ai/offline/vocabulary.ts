/**
 * Everyday and colloquial wordings of banking notions in Mexican Spanish and English. Each line reads
 * `notion: wording, wording, …`; the same notion in an article and in a question is a match, whatever the language.
 * Shape: folded; `*` ends a word that may go on; `a & b` needs both, anywhere in the question (questions only).
 */
export const VOCABULARY = `
money: dinero, lana, feria, varo*, plata, billete, marmaja, money, funds, fondos
cash: efectivo, cash, billetes, notes, banknotes, bills & machine
atm: cajero*, atm*, cash machine*, cashpoint*, cash point*, your machines, own machines, a machine, the machine, maquina, maquinas
withdraw: retir*, taking out, take out, puedo sacar, saca, sacar, saco, saque, sacarle, sacando, withdraw*, take cash out, take out cash, take money out, pull* cash, get cash, getting cash, cash out, disponer, disposicion, cash advance*
deposit: deposit*, meter, metiend*, meto, abonar*, abono, pay in, paying in, ingresar, put cash
balance: saldo*, balance*, available balance
movements: movimiento*, lo que he gastado, mis gastos, how far back, scroll, transaction*, transaccion*, operaciones, account activity, historial, history
pending_purchase: en gris, in grey, in gray, grey, gray, retencion, retenid*, hold, held, gasolin*, petrol, gas station*, gas pump, hotel*, car rental, renta de auto*, liber*, release*, released, me la suelten, me lo suelten, sueltan, preautoriz*, pre authori*, apartado & gasolin*, ledger balance, saldo contable, compras en proceso, purchases in progress
statement: estado* de cuenta, statement*, bank record*, account record*
old_period: antiguo*, mas viej*, years ago, older, hace & anos, several years, back years, viejit*, from 20*
paper: papel, paper, impres*, imprim*, print*, hard copy, physical cop*
address_proof: comprobante* de domicilio, proof of address, proof of residence, comprobante de direccion
open_account: sacar una cuenta, abro la cuenta, sacar cuenta, abrir una cuenta, abrir cuenta, abro una cuenta, abro cuenta, open an account, opening an account, open account, become a client, become a customer, hacerme cliente, ser cliente, as a client, sign up for an account, apertura de cuenta, abrir mi cuenta, new account, cuenta nueva
requirements: requisito*, documento*, papeles, papeleo, paperwork, requirement*, document*, que piden, me piden, que llevo, hay que llevar, qualify, need to bring, should i bring, do i bring
foreigner: soy extranjer*, si eres extranjero, foreign resident*, foreigner*, if you are a foreigner, canadian*, american, estadounidense, gringo*, colombian*, venezolan*, argentin*, residente*, residency, resident*, pasaporte*, passport*
digital_account: account on my phone, account from my phone, cuenta en el celular, cuenta & sin ir, account & without going, cuenta digital, digital account, desde la app & abrir cuenta, cuenta & abri & celular, cuenta & abri & cel, opened & account & phone, open & account & phone, abrir & cuenta & celular, abrir & cuenta & cel, 3000 udis, video call, videollamada
deposit_cap: tope & deposito*, tope de depositos, deposit cap, lift the cap, tope del mes, monthly cap, removing the deposit cap, quitar el tope, quiten & tope
close_account: cancelar mi cuenta, cancelar una cuenta, cancelar la cuenta, cerrar, cierre, close my account, close an account, closing an account, closing, close the account, dar de baja, baja de, ya no quiero & tarjeta, ya no quiero & cuenta, cancel my card, cancel my credit card, cancel the credit card, cancelar la tarjeta, cancelar mi tarjeta, get rid of & card, deshacerme
no_debt_letter: carta de no adeudo, no debt letter, no adeudo, no debo nada, carta & no debo, letter & owe nothing, letter & owe
minors: menor*, nino*, nina*, hijo*, hija*, kid*, child*, son, daughter, newborn, bebe*, baby, adolescente*, teen*, minor*, joxmini, infantil, chamac*, escuincl*, under 18, youngster*, toddler*, nieto*, nieta*, grandson, granddaughter, grandchild*, sobrin*
turns_18: al cumplir 18, turning 18, cumple 18, turns 18, cumplir 18, 18th birthday, mayoria de edad, mayor de edad, comes of age, becomes an adult
business: empresa*, negocio, negocios, persona moral, personas morales, compan*, business account, pyme*, sme, legal entity, cuenta negocio, sociedad, despacho, small business, my business, mi changarro, corporate, firm, our firm, s a de c v
signatures: firmas mancomunadas, mancomunad*, joint signature*, several users, varios usuarios, users in web banking, firmantes
beneficiary: beneficiari*, heredan, hereden, inherits, heir, heirs, heredero*, hered*, inherit*, inheritance, herencia, who gets my money, le toque & dinero, quede con mi dinero
dead: fallec*, fallez*, murio, muere*, muert*, morir, difunt*, defuncion, died, dies, dead, death, deceased, passed away, passes away, finado, se murio, kicks the bucket
update_details: actualizar datos, actualizar mis datos, update details, cambiar mis datos, cambio de celular, cambio de domicilio, update my details, change my details, cambiar mi correo, change my e mail, change my email, cambiar mi numero, cambiar de numero, cambie de numero, nuevo numero, new number, new phone number, changed my number, change my number, numero nuevo
address: domicilio, direccion, address, mude, mudamos, mudanza, mudar*, mude de casa, nueva direccion, direccion nueva, nuevo domicilio, domicilio nuevo, cambio de domicilio, moved house, moved home, moved to, new address, change of address, changing my address, change my address, cambiar mi direccion, cambie de casa, cambiarme de casa, moving house, new flat, nueva casa
email: correo*, email*, e mail*, mail
name_fix: nombre mal escrito, misspell*, mi nombre & mal, name & wrong, apellido*, surname, married name, maiden name, wrong name, correct my name, fix my name, corregir mi nombre
payroll: nomina*, payroll*, sueldo*, salari*, salary, wage*, quincena*, paycheck*, payday, patron, employer*, raya
payroll_move: portabilidad, portability, mi sueldo & otro banco, bring my payroll, traer mi nomina, cambiar mi nomina, cambiar & nomina, pasar & nomina, move & payroll, move my salary, move & salary, switch my payroll, mover & sueldo, boss pays
payroll_advance: adelanto*, adelanten, adelantan, salary advance, payroll advance, wages before, paid early, early wages, part of my wages, advance on, before payday, antes de la quincena, antes de que me paguen
tax: fiscal*, tax*, impuest*, sat, isr, declaracion anual, annual return, hacienda, contador*, accountant*
tax_certificate: constancia* fiscal*, tax certificate*, constancia*, certificate*, tax form*, tax document*, para mi declaracion, for my annual return, my taxes, mis impuestos, retencion & isr
transfer: transfer*, transf*, mandar*, mande, mando, mandas, enviar*, envio*, envie, send, sending, sent, spei*, pasar dinero, pasar lana, pasarle, wire, wiring, deposito & otro banco
schedule_hours: horario*, hours, opening hours, opening times, a que hora*, what time, que hora, que horas
other_bank: otro banco, otros bancos, another bank, other bank*, different bank, interbank*, interbancari*
weekend: sabado*, domingo*, fin de semana, fines de semana, saturday*, sunday*, weekend*, festivo*, holiday*, dia feriado, feriado*, puente
limit: limite*, no me deja pasar*, no me deja mandar*, no me deja transferir*, no me deja enviar*, let me send, let me transfer, cuanto si puedo, cuanto si le puedo, cuanto le puedo, tope*, maximo*, maxima, limit*, cap, caps, maximum, most i can, cuanto es lo mas, how much can i, hasta cuanto, biggest, at most, highest, lo mas que, cuanto puedo
raise: subir*, subo, suban, aumentar*, aumento*, aumenten, incremento*, increas*, raise*, raising, bump, elevar, ampliar*, push up, higher, bigger, mas alto, mas grande, push my, expand*
lower: bajar*, bajo & linea, reduc*, disminuir, lower*, decrease, cut my
new_payee: destinatario* nuevo*, nuevo destinatario, new payee*, first 24 hours, primeras 24 horas, recien di de alta, di de alta, dar de alta, dado de alta, just added, added a payee, new recipient*, new beneficiary, someone new, never paid before, contacto nuevo, cuenta nueva registrada, recien agregue, acabo de agregar, nuevos destinatarios, destinatarios nuevos, paid before
clabe: clabe*, 18 digitos, 18 digits, 18 numeros, eighteen digits, 18 digit, numero de cuenta, account number, account no
clabe_where: donde verla, where to see it, donde veo mi clabe, donde esta mi clabe, find my clabe, where is my clabe, cual es mi clabe, encontrarla, receive deposits, recibir depositos, what is a clabe, que es la clabe, para que me depositen
share_safe: seguro compartir*, safe to share, compartirla, share it, dar mi clabe, pasar mi clabe, give out my clabe, give my clabe, giving & clabe, riesgo & clabe
pending: pendiente*, en proceso, pending, no ha llegado, no llega, no le llega, no le ha llegado, not arrived, has not arrived, have not arrived, not received, never arrived, stuck, sigue sin llegar, atorad*, detenid*, in process, processing, aun no cae, no cae, did not arrive, not shown up, no ha caido, no le cae, no le cayo, no cayo
returned: devuelt*, devolucion*, returned, return, bounced, rebot*, regres*, came back, gave it back, send back, sent back
tracking: rastreo, rastrear, tracking, clave de rastreo, trace
cep: cep, comprobante electronico
receipt: comprobante*, recibo*, receipt*, proof of payment, proof of transfer, prueba & pago
wrong_account: equivoc*, wrong clabe, wrong account, wrong person, another person s account, mal un digito, mal un numero, mistake*, mistaken*, error, digito mal, me confundi, typo, stranger, le cayo a otr*, la regue, transfer & wrong, transferred & wrong, sent & wrong, fat fingered, numero mal, otra persona
abroad: extranjer*, abroad, overseas, internacional*, international*, otro pais, another country, other countr*, otros paises, fuera de mexico, outside mexico, swift, europa, europe, espana, spain, madrid, rome, roma & cajero, paris, london, londres, eeuu, estados unidos, united states, usa, us bank, viaj*, travel*, trip, canada, germany, alemania, italia, italy, japon, japan, new york, miami, tokyo, barcelona, colombia, vacaciones afuera, foreign
wire_out: enviar al extranjero, send abroad, sending abroad, mandar & extranjero, mandar & eeuu, mandar & estados unidos, send money & to spain, mandar & espana, wire & abroad, send & overseas, usd eur o cad, usd eur or cad, intermediar*, mt103, send & euros, mandar & euros, mandar & dolares, mando & dolares, send & dollars, wire to, send & abroad, opcion our, our option, enviar & dolares, transferencia internacional enviar, international wire sending
wire_in: recibir dolares, receive dollars, deposito del extranjero, deposit from abroad, recibir & extranjero, recibir & internacional, receiv* & abroad, receiv* & overseas, desde otro pais, from another country, from abroad, me depositen desde, me manda* & dolares, me manda* & estados unidos, me paga* & dolares, swift bic, iban, aba, routing number, paid & dollars, from overseas, pays me & dollars, send me & dollars, sends me & dollars, get paid & abroad, mandan & del otro lado, del gabacho, receive & wire, receive & swift, my swift, su swift, codigo swift, swift code, incoming wire
currency: dolar*, dollar*, euro*, usd, eur, cad, moneda*, currenc*, divisa*, libras, pounds
exchange_rate: tipo* de cambio, exchange rate*, conversion, convert*, conviert*, a como esta el dolar, tasa de cambio
scheduled: program*, recurr*, schedul*, mesada*, allowance, cada mes solo, automaticamente cada, automatic transfer*, standing order*, se mande solo, se manden solas, salga* solo*, cada quincena & mandar, cada mes & mandar, every month & send, every month & transfer, every week & send, frecuencia, frequency
service_bill: servicio* & pagar, pago de servicios, paying bills, recibo de luz, recibo del agua, recibo de agua, luz, electric*, agua, water, gas, telepeaje, colegiatura*, tuition, utility, utilities, tv, internet bill, cfe, recibo de*, phone bill, predial, tenencia
topup: recarg*, top up*, tiempo aire, airtime, saldo al celular, saldo para mi cel, topping up
tax_payment: linea de captura, federal taxes, impuestos federales, pagar impuestos, pay my taxes, payment reference line
direct_debit: domicili* & cobr*, permiso de cobr*, gym, gimnasio, cobrarme cada, charging me every, let & charge me, stop & charging, quitar & cobr*, dejen de cobr*, deje de cobr*, domiciliacion*, domiciliad*, domiciliar, direct debit*, autopay, on autopilot, cargo* automatic*, automatic charge*, cobro automatico, se cobra solo, se cobre solo, take & automatically, charges me automatically, jala* & cada mes, pull* & from my account, pulls money, gym & charg*, gimnasio & cobr*, cobrando cada mes, charges me every month
object_charge: objetar*, object*, cobraron de mas, overcharg*, sin permiso, without permission, me cobraron de mas, more than we agreed, mas de lo acordado
card: tarjeta*, plastico*, card, cards, plastic
cut_off: fecha de corte, cut off, bill closes, statement closes, corte, billing cycle, closing date, statement date
credit_card: tarjeta* de credito, credit card*, la de credito, de credito
debit: debito, debit
clasica: clasica, classic, basica, entry level, starter, basic card, primera tarjeta, first credit card, first card, nunca he tenido credito, sin historial, no credit history, never had credit, empezar mi historial, build credit, no previous credit history, mas sencilla, cheapest card, mas barata, most basic, para empezar, start building, principiante*
gold: gold, dorada, oro, mid tier, middle tier, intermedia, mid range, middle one, la de en medio, de en medio, middle card, second tier
platinum: platinum, platino, mas exclusiva, most exclusive, top tier, premium, highest tier, top card, tope de gama, mas cara, high end, la mejor tarjeta, fanciest, top of the range, la mas perrona
annual_fee: anualidad*, annual fee*, yearly fee, yearly charge, cargo de cada ano, cobran al ano, cobran al ano, cuota anual, annual charge, per year for the card, cobro anual, cobran por tenerla, cobran cada ano
interest_rate: tasa*, interes*, interest*, rate, rates, rendimiento*, yield*, apr, cat promedio, rinde*, pagan al ano, earn*, gana mi dinero, ganar, ganaria, ganan, dan al ano
credit_line: linea de credito, linea, credit line*, credit limit*, limite de credito, limite de mi tarjeta, biggest line, my line, bigger line
income: ingreso* minim*, ingreso minimo, minimum monthly, salary do i need, tengo que ganar, need to make, need to earn, earn to get, sueldo & pedir, ingreso mensual, minimum monthly income, minimum income, gano, ganar al mes, income, i make, i earn, earnings, how much do i have to make, how much do i need to earn, cuanto debo ganar, cuanto hay que ganar, ingreso de, ingreso comprobable
cashback: cashback, cash back, bonificacion*, reembolso* por compra*, devuelven & compra*, money back, recompensa*, reward*, porcentaje de regreso
lounge: salas vip, sala vip, salones vip, lounge*, vip, airport, aeropuerto*
roadside: asistencia vial, roadside, grua, tow, towing, towed, cerrajer*, locksmith, breaks down, broke down, break down, descompone el carro, carro & descompon*, auto & descompon*, se me poncha, flat tire, locked out of my car, se queda tirado, me quedo tirad*, coche & tirado, breakdown, tow truck
travel_insurance: seguro de accidentes, travel accident, seguro medico de viaje, travel medical, travel insurance, seguro de viaje, hospital & viaje, accidente & viaje, accident & trip, sick & trip, enferm* & viaje
price_protection: proteccion de precio*, price protection, mas barato, cheaper elsewhere, found it cheaper, cheaper
purchase_protection: proteccion de compras, purchase protection, me roban lo que compre, stolen & bought
concierge: concierge, reservaciones
`;
