import type { Context } from '../../context.ts';
import { CHAT_COOKIE } from '../auth/access.ts';

const COOKIE_SECONDS = 24 * 60 * 60;

/** The conversation's token for pages of our own origin. */
export const chatCookie = (ctx: Context, token: string): string =>
  `${CHAT_COOKIE}=${token}; Path=/api/v1/chat; HttpOnly; SameSite=Strict; Max-Age=${COOKIE_SECONDS}${ctx.config.isProduction ? '; Secure' : ''}`;
