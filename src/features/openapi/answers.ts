import { t } from 'elysia';
import { file, text } from '../../http/shapes.ts';

export const OpenApi = t.Object(
  { openapi: text('3.1.0'), info: t.Object({ title: text('JoxAI') }, { additionalProperties: true }) },
  { additionalProperties: true, description: 'A document of OpenAPI 3.1.' },
);
export const Page = file('text/html', ['<!doctype html><title>JoxAI</title>']);
