/**
 * Tells whether a page seems to be for this user alone: somebody is signed in, its host is private, or its address has
 * a token. It looks at all of the page, because the way to sign out is mostly folded away.
 */
import { hasSecrets } from './clean-link.ts';
import { allIn, attributeOf } from './dom.ts';

export function seemsPrivate(page: Document): boolean {
  const { href, hostname, protocol } = page.location;
  if (!/^https?:$/.test(protocol) || isPrivateHost(hostname) || hasSecrets(href)) return true;
  return hasWayOut(page);
}

const PRIVATE_NAME =
  /^(?:localhost|[^.]+)$|\.(?:localhost|local|internal|intranet|intra|corp|home|lan|private|home\.arpa|onion|ts\.net)$|(?:^|\.)(?:intranet|corp|internal)\./;

function isPrivateHost(host: string): boolean {
  if (host.startsWith('[')) return /^\[(?:::1?\]|f[cd]|fe[89ab]|::ffff:)/i.test(host);
  if (/^\d+(?:\.\d+){3}$/.test(host)) return isPrivateAddress(host.split('.').map(Number));
  return PRIVATE_NAME.test(host);
}

/** Says whether an IPv4 address is not of the internet. */
function isPrivateAddress([first = 0, second = 0]: readonly number[]): boolean {
  if (first === 10 || first === 127 || first === 0) return true;
  if (first === 172) return second >= 16 && second <= 31;
  if (first === 100) return second >= 64 && second <= 127;
  return (first === 192 && second === 168) || (first === 169 && second === 254);
}

const OUT = new RegExp(
  `^(?:${[
    String.raw`(?:sign|log)[ -]?(?:out|off)(?: of .{1,40})?|sign me out|end session`,
    'abmelden|ausloggen|logout|(?:se )?déconnexion|(?:se )?déconnecter|me déconnecter',
    'cerrar (?:la )?sesión|desconectar(?:se)?|salir|sair|terminar sessão|encerrar sessão|desconectar-se',
    'esci|disconnetti(?:ti)?|uitloggen|afmelden|logga ut|logg ut|log ud|kirjaudu ulos|wyloguj(?: się)?|odhlásit(?: se)?',
    'выйти|выход|вийти|вихід|kijelentkezés|deconectare|ieșire|çıkış(?: yap)?|oturumu kapat|αποσύνδεση|έξοδος',
    'ログアウト|サインアウト|退出(?:登录|登入)?|登出|注销|登錄退出|로그아웃|تسجيل الخروج|خروج|התנתק(?:ות)?|יציאה|लॉग आउट|साइन आउट|ออกจากระบบ|đăng xuất|keluar',
  ].join('|')})$`,
  'iu',
);
const OUT_ADDRESS =
  /(?:^|[/?&=._-])(?:log-?_?out|log-?_?off|sign-?_?out|sign-?_?off|abmelden|deconnexion|cerrar-?sesion)(?:$|[/?&#=._-])/i;

/** Says whether the page offers to sign out. */
function hasWayOut(page: Document): boolean {
  const controls = allIn(page, 'a, button, [role="button"], [role="menuitem"], input');
  return controls.some(isWayOut) || allIn(page, 'form').some(leadsOut);
}

function isWayOut(control: Element): boolean {
  const labels = [
    control.textContent,
    attributeOf(control, 'aria-label'),
    attributeOf(control, 'title'),
    labelOfSubmit(control),
  ];
  return (
    labels.some((label) => OUT.test(plain(label))) ||
    OUT_ADDRESS.test(attributeOf(control, 'href') ?? '')
  );
}

function leadsOut(form: Element): boolean {
  return OUT_ADDRESS.test(attributeOf(form, 'action') ?? '');
}

function labelOfSubmit(control: Element): string | null {
  return attributeOf(control, 'type') === 'submit' ? attributeOf(control, 'value') : null;
}

function plain(label: string | null): string {
  if (label === null || label.length > 80) return '';
  return label
    .replaceAll(/[^\p{L}\p{M}\s-]+/gu, ' ')
    .replaceAll(/\s+/g, ' ')
    .trim();
}
