/** The stems of passwords that are guessed first, in Spanish and English; a password that is mostly one is refused. */
export const COMMON_PASSWORDS =
  `password passw0rd contraseña contrasena qwerty qwertyuiop asdfghjkl zxcvbnm 123456 1234567
12345678 123456789 1234567890 0123456789 987654321 111111 000000 123123 abc123 abcdef abcdefgh iloveyou teamo tequiero
welcome bienvenido administrator administrador admin letmein dragon monkey football futbol baseball superman batman master
princess princesa sunshine shadow michael jennifer trustno1 hello hola mexico guadalupe america estrella secret secreto
changeme cambiame default temporal temp1234 summer winter spring autumn verano invierno primavera otoño january february
enero febrero banco bank dinero money login acceso usuario user test prueba demo joxai joxaibank qazwsx 1q2w3e4r 1qaz2wsx
zaq12wsx q1w2e3r4 aaaaaa 121212 654321 666666 7777777 88888888 159753 147258369 pokemon naruto charlie jordan harley
ranger hunter killer soccer hockey george andrew ashley daniel jessica nicole alejandro carlos fernando roberto ricardo
chivas pumas aguilas barcelona realmadrid corazon angel amor mama papa familia computer internet`.split(/\s+/);
