/**
 * Whether a word is one that programs use in messages, in any form: `expired` for `expire`. A password of letters only
 * cannot be told from a word in any other way, so words that are not in the list are not logged.
 */
export function isOrdinaryWord(written: string): boolean {
  const word = written.toLowerCase().replace(/['’](?:t|s|re|ve|ll|d|m)$/u, '');
  return words.has(word) || formsOf(word).some((form) => form.length >= 3 && words.has(form));
}

/** What a word may be a form of. */
function formsOf(word: string): readonly string[] {
  const stems = endings
    .filter((ending) => word.endsWith(ending))
    .map((ending) => word.slice(0, -ending.length));
  return stems.flatMap((stem) => [stem, `${stem}e`, stem.replace(/(.)\1$/u, '$1'), stem.replace(/i$/u, 'y')]);
}

const endings = 'n s es d ed ing er ers or ors ly able ment ion ions'.split(' ');

const words: ReadonlySet<string> = new Set(
  `
  a abort about above absent accept access accord account across act action active actual actually add additional
  address admin administrator advice after again against agent ago agree ahead alert alias alive all allow almost
  alone already also alternate although always am among amount an and another answer any anything anyway app
  appear append application apply approve arch are argument around array as ask assert assign associate assume at
  attach attempt attribute audience audit authenticate authentication authenticator authority authorization
  authorize auto automatic automatically available avoid await aware away back backend background backup bad bar
  base basic batch be because become been before begin behind being below better between beyond bind bit block
  boolean both bound box break bridge broken browser bucket buffer bug build built bundle busy but button by
  bypass byte cache call callback can cancel candidate cannot capability capacity card case catch cause ccid
  certain certificate chain challenge change channel char character charset check child choice choose chunk cipher
  circle claim class clean clear click client clipboard clock close cloud cluster code collect column combination
  come command comment commit common communicate company compare compatible complete compose compress compute
  condition config configuration configure confirm conflict conn connect connection consent consider console
  constant constraint construct consult consume contact contain container content context continue contract
  control convert cookie copy core correct corrupt could couldn count cover create creation credential critical
  cross current custom daemon damage data database date day deadline debug decline decode decrypt default defer
  define definition delay delegate delete denied deny depend deploy deprecate dereference describe description
  desktop destination detach detail detect determine develop device diagnostic dial dictionary did didn differ
  different digit directory disable disallow disconnect discover disk dispatch display distribute do docker
  document does doesn domain don done double down download driver drop due dump duplicate duration during dynamic
  each early easy edit editor effect either element else email empty enable encode encounter encrypt end endpoint
  engine enough enrol enroll ensure enter enterprise entity entry enum environment equal error escape establish
  etc evaluate even event ever every everything exact exceed exceeded except exception exchange exclude exec
  executable execute execution exist exit expand expect expiration expire expiry explicit export expose expression
  extend extension external extra extract face factor fail failure fall false fast fatal fault feature federate
  federation fetch few field file fill filter final find fine fingerprint finish firewall firmware first fix flag
  flow flush folder follow font for forbid forbidden force foreign forget forgot fork form format forward found
  fraction free from full function further future gate gateway general generate generic get give given global go
  good goroutine got grant graph great group guard guest had handle handler handshake hang hardware has hash hasn
  have haven he head header health heap hello help helper here hidden high hint history hit hold home hook host
  hour how however http https id identifier identity idle idp if ignore illegal image impersonate implement import
  in inactive include incoming incompatible incomplete incorrect index indicate info information inherit init
  initial initialize inner input insert inside inspect install instance instead instruct insufficient integer
  integrity intend interact interactive interface interfere internal internet interrupt into invalid invoke ip is
  isn issue issuer it item iterate its itself job join json just keep kernel key keychain keyring kill kind know
  known label lack language large last late later launch layer lead least leave left legacy length less let level
  library licence license life like limit line link list listen live load loader local locale locate location lock
  log login logon logout long longer look loop lose lost low machine main maintenance make malformed manage
  manager manifest manual many map mark mask master match matter max maximum may maybe me mean media member memory
  merge message metadata method middle might millisecond minimum minor minus minute mirror mismatch miss missing
  mistake mobile mode model modify module moment monitor month more most mount move much multi multifactor
  multiple must mutual my name namespace native near need negative negotiate nest network never new newer next no
  node non none nor normal not note nothing notice notify now null number numeric object observe obsolete obtain
  occur of off offer offline often ok okay old on once one online only open operate operation option optional or
  order org organization origin original other otherwise our out outdate outgoing output outside over overflow
  overload override overview own owner package packet page pair panic parameter parent parse parser part partial
  partition party pass passcode passkey passphrase password path pattern pause payload peer pending per percent
  perform perhaps period permanent permission permit persist person phone pick pin pinentry ping pipe place plain
  plan platform play please plugin point pointer policy poll pool port portal position possible post pre precede
  prefer prefix prepare presence present press prevent previous primary principal print prior private privilege
  probably problem process processor produce product profile program programmatic progress prohibit project prompt
  proof proper property protect protocol provide provider provision proxy public publish pull purge push put
  python query question queue quick quit quota random range rate raw reach react read ready real realm reason
  receive recent recognize recommend record recover redirect reduce refer reference refresh refuse region register
  registry regular reject relate relative release reload remain remember remote remove rename render renew repeat
  replace reply report repository represent request require requirement reserve reset resolve resource respond
  response rest restart restore restrict result resume retrieve retry return reuse reverse revert review revoke
  rewrite right role roll root route row rule run runtime safe same saml sandbox save scan schedule schema scheme
  scope screen script search second secret section secure security see seed seem segment select self send sender
  sent sequence serial serialize series server service session set setting setup several severe share shell short
  should shouldn show shut shutdown sign signal signature signin signing silent similar simple since single site
  size skip sleep slot slow small so socket software some something soon sorry sort source space specific specify
  split spring spurious stack stage stale stand standard start state statement static status stay stderr stdin
  stdout step still stop storage store stream strict string structure stub style sub subject submit subprocess
  subscribe success successful such sudden suggest suit sum super supply support suppose suppress sure suspend
  switch symbol symlink sync syntax system tab table tag take target task team tell temp temporary tenant term
  terminal terminate test text than thank that the their them then there therefore these they thing think third
  this those though thread three threshold throttle through throw thrown thus tier till time timeout timestamp tip
  title to today together token tomorrow too took tool top topic total touch toward trace traceback track traffic
  transaction transfer transform transient translate transport trap treat tree trigger true truncate trust try
  tunnel turn twice two type typo unable unaccept unauthorized unavailable unchanged unclosed undefine under
  understand unencrypted unexpected unhandled unique unit unknown unlock unreachable unreadable unrecognized
  unsafe unset unsigned unspecified unsupported until untrusted unusable unused unwrap up update upgrade upload
  upon uri url urllib usage use user username using usual utility valid validate value var variable vault vendor
  verbose verify version very via view violate virtual visit volume wait want warn was wasn watch way we web
  webauthn week well went were what when where whether which while who whole why widget width wifi will window
  wish with within without won word work worker workspace world worse would wouldn wrap write written wrong yes
  yesterday yet you your zero zone

  acme agents api arn aws azure bash biometric boto botocore brew bytes cert cli cn corp cred creds csrf curl dev
  dict dir dirs dist dns docs duo edge eks entra env epoch errno eval example exe fido fish fs git github gitlab
  google gpg gui hex hmac hsm html iam ids imds impl infra ini int io jq jwt kerberos keytab kms kube lang ldap
  lib libs linux localhost macos max mfa microsoft min misc msg mutex nil npm ntlm oauth obj oidc okta op opensc
  openssl opt os otp packages params pem pid pip pipx piv pkcs powershell proc prod proj ptr pub py qa refs regex
  req resp rpc rsa sdk sec sh sha sid skew smartcard sqlite src ssh ssl sso stdlib sts sudo sys tcp tls tmp toml
  totp tty tz udp uid unix usb utc utf util utils uuid vm vscode windows wsl xml yaml ykman ykoath yml yubi yubico
  yubikey zsh

  aes256 amd64 arm64 base64 boto3 ec2 fido2 http2 ipv4 ipv6 k8s oauth2 pkcs11 python3 s3 saml2aws sha1 sha256 u2f urllib3 utf8 win32 x509

  abgelaufen abgelehnt anfrage anmelden anmeldung auf aus benutzer benutzername berechtigung bitte das datei dem
  den der des die ein eine einen erforderlich erlaubt erneut es falsch falsches fehler fehlgeschlagen fehlt für
  gefunden gesperrt gibt gültig ist kann kein keine kennwort konnte mit nicht oder ordner passwort schlüssel sie
  sind sitzung unbekannt und ungültig ungültiges verbindung versuchen verweigert verzeichnis von war werden wurde
  zertifikat zu zugriff zum

  accès aucun autorisé avec clé dans délai erreur est et expiré fichier impossible inconnu incorrecte introuvable
  jeton la le les mot ne non nouveau par pas passe pour refusé refusée réessayez réseau session trouvé un une
  utilisateur veuillez vérifiez échec échoué

  acceso acesso archivo arquivo chave clave con contraseña contraseñas credenciais credenciales denegado
  desconocido el encontrado erro error es está expirado expirou falló falta fichero incorrecta inténtelo inválida
  inválido los negado no não permiso permitido por puede se senha sesión sessão sin usuario usuário válida válido
  `
    .trim()
    .split(/\s+/u),
);
