import type { AppRoute } from './operation.ts';

/** The routes of the application, which exist once it is put together. */
export interface RouteList {
  all: readonly AppRoute[];
}

/** Makes the document on the first look at it, and then keeps it: the routes do not change while a process lives. */
export class Description {
  readonly #routes: RouteList;
  readonly #version: string;
  #made: ReturnType<typeof make> | null = null;

  constructor(routes: RouteList, version: string) {
    this.#routes = routes;
    this.#version = version;
  }

  made(): ReturnType<typeof make> {
    this.#made ??= make(this.#routes.all, this.#version).catch((error) => {
      this.#made = null;
      throw error;
    });
    return this.#made;
  }
}

async function make(routes: readonly AppRoute[], version: string) {
  const { buildDocument } = await import('./document.ts');
  const { document } = await buildDocument(routes, version);
  const plain = new TextEncoder().encode(JSON.stringify(document));
  return { document, plain, compressed: Bun.gzipSync(plain), tag: `"${Bun.hash(plain).toString(36)}"` };
}
