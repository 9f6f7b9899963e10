import { field } from '../../web/form.ts'
import type { FormValues } from './form-values.ts'

const KNOWN = new RegExp(
  [
    '^(?:name|form|afterParagraph|priority|from|to|visit|codes',
    String.raw`text\.[a-z]{2}\.\w+`,
    String.raw`amounts\.[A-Z]{3}\.\w+\.\w+`,
    String.raw`(?:only|except)\.(?:tags|authors|countries|section\.[a-z0-9-]+)`,
    String.raw`(?:caps|goal)\.\w+)$`,
  ].join('|'),
)

/** Reads the fields of a posted campaign. Throws if one was sent twice. */
export const readForm = (body: unknown): FormValues =>
  Object.fromEntries(
    Object.keys(body ?? {})
      .filter((name) => KNOWN.test(name))
      .map((name) => [name, field(body, name).replaceAll('\r\n', '\n')]),
  )
