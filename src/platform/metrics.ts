import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client'

/** Metrics for the operator. No label may name, locate or track a person. */
export type Metrics = {
  counter: <Label extends string>(name: string, help: string, labels: readonly Label[]) => Count<Label>
  histogram: (name: string, help: string, buckets: readonly number[]) => (value: number) => void
  /** Calls `read` at each scrape. It returns the labels with the values. */
  gauge: (name: string, help: string, read: () => Promise<readonly Reading[]> | readonly Reading[]) => void
  text: () => Promise<string>
  contentType: string
}

export type Count<Label extends string> = (labels: Record<Label, string>, by?: number) => void
export type Reading = { labels?: Record<string, string>; value: number }

export const openMetrics = (): Metrics => {
  const registry = new Registry()
  const registers = [registry]
  collectDefaultMetrics({ register: registry, prefix: 'mainstay_' })
  return {
    counter: (name, help, labels) => {
      const counter = new Counter({ name, help, labelNames: [...labels], registers })
      return (values, by = 1) => counter.inc(values, by)
    },
    histogram: (name, help, buckets) => {
      const histogram = new Histogram({ name, help, buckets: [...buckets], registers })
      return (value) => histogram.observe(value)
    },
    gauge: (name, help, read) => {
      new Gauge({
        name,
        help,
        labelNames: ['state', 'currency', 'kind'],
        registers,
        async collect() {
          // A value that cannot be read is absent, not zero.
          const readings = await Promise.resolve(read()).catch(() => [])
          this.reset()
          for (const { labels = {}, value } of readings) this.set(labels, value)
        },
      })
    },
    text: () => registry.metrics(),
    contentType: registry.contentType,
  }
}
