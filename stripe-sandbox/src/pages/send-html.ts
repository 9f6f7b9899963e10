import type { Response } from 'express'

export const sendHtml = (response: Response, html: string, returnsTo = ''): void => {
  response
    .set({
      'cache-control': 'no-store',
      'content-security-policy': `default-src 'none'; style-src 'self'; img-src data:; base-uri 'none'; frame-ancestors 'none'; form-action 'self' ${returnsTo}`,
      'referrer-policy': 'no-referrer-when-downgrade',
    })
    .type('html')
    .send(html)
}
