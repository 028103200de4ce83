import type { Attachment } from './model.ts';

/**
 * A file as something to save, never to show: whatever its bytes would mean to a browser, they run nowhere.
 * Source: RFC 6266 (Content-Disposition), RFC 8187 (filename*).
 */
export const downloadResponse = ({ attachment, bytes }: { attachment: Attachment; bytes: Blob }): Response =>
  new Response(bytes, {
    headers: {
      'content-type': attachment.type,
      'content-disposition': `attachment; filename="${asciiName(attachment.name)}"; filename*=UTF-8''${encoded(attachment.name)}`,
      'content-security-policy': "default-src 'none'; sandbox",
      'x-content-type-options': 'nosniff',
      'cache-control': 'private, no-store',
      'cross-origin-resource-policy': 'same-origin',
      'referrer-policy': 'no-referrer',
    },
  });

/** For what knows no other names: no quote, backslash or character beyond ASCII. */
const asciiName = (name: string): string => name.normalize('NFKD').replace(/[^\w .()-]/g, '_');

const encoded = (name: string): string =>
  encodeURIComponent(name).replace(/['()*]/g, (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`);
