import type pg from 'pg';

type Taken = Parameters<Parameters<pg.Pool['connect']>[0]>;

/**
 * The same pool for graphile-worker, which gives its listening connection back twice when that
 * breaks while it stops. `pg` throws then, out of everybody's reach, and the process would end.
 */
export function releaseOnce(pool: pg.Pool): pg.Pool {
  function connect(callback?: (...taken: Taken) => void): unknown {
    if (callback === undefined) return pool.connect();
    return pool.connect((error, client, release) => {
      let isReleased = false;
      callback(error, client, (reason) => {
        if (isReleased) return;
        isReleased = true;
        release(reason);
      });
    });
  }
  return new Proxy(pool, {
    get(target, name) {
      if (name === 'connect') return connect;
      const value: unknown = Reflect.get(target, name, target);
      return typeof value === 'function' ? value.bind(target) : value;
    },
  });
}
