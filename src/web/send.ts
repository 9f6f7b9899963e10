import type { Response } from 'express'

/** A page that depends on the reader: kept by no shared cache, asked for again with its tag. */
export const sendPage = (response: Response, html: string): void => {
  response.set('cache-control', 'private, no-cache').vary('cookie').type('html').send(html)
}

/** A page with something of one person's: kept by nobody. */
export const sendPrivatePage = (response: Response, html: string): void => {
  response.set('cache-control', 'no-store').type('html').send(html)
}

/** See other: the answer to every form that did what it was asked. */
export const seeOther = (response: Response, address: string): void => {
  response.set('cache-control', 'no-store').redirect(303, address)
}
