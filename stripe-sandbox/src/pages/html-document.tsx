import type { ComponentChildren } from 'preact'
import { render } from 'preact-render-to-string'

type Document = { language: 'en' | 'ru'; title: string; children: ComponentChildren }

export const htmlDocument = ({ language, title, children }: Document): string =>
  `<!doctype html>\n${render(
    <html lang={language}>
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="robots" content="noindex" />
        <title>{title}</title>
        <link rel="stylesheet" href="/sandbox.css" />
        <link rel="icon" href="data:," />
      </head>
      <body>{children}</body>
    </html>,
  )}`

const WITHOUT_DECIMALS = new Set(['jpy', 'krw', 'vnd', 'clp'])

export const formatAmount = (minor: number, currency: string, language: 'en' | 'ru'): string => {
  const digits = WITHOUT_DECIMALS.has(currency) ? 0 : 2
  return new Intl.NumberFormat(language, {
    style: 'currency',
    currency: currency.toUpperCase(),
    minimumFractionDigits: digits,
    maximumFractionDigits: digits,
  }).format(minor / 10 ** digits)
}
