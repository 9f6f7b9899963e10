import type { Response } from 'express'

/** Sends a page that depends on the reader. Shared caches must not store it; browsers revalidate it. */
export const sendPage = (response: Response, html: string): void => {
  response.set('cache-control', 'private, no-cache').vary('cookie').type('html').send(html)
}

/** Sends a page with personal content. Nothing may store it. */
export const sendPrivatePage = (response: Response, html: string): void => {
  response.set('cache-control', 'no-store').type('html').send(html)
}

/** Redirects with 303 after a successful form. */
export const seeOther = (response: Response, address: string): void => {
  response.set('cache-control', 'no-store').redirect(303, address)
}
