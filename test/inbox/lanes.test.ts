import { createLanes } from '../../service/inbox/parser/lanes.ts';

/** Work that ends when it is told to. */
function openWork() {
  const begun: string[] = [];
  const enders = new Map<string, () => void>();
  const work = (name: string) => (lane: { readonly id: number }) => {
    begun.push(`${name} on ${lane.id}`);
    return new Promise<string>((resolve) => enders.set(name, () => resolve(name)));
  };
  const end = (name: string) => enders.get(name)?.();
  return { begun, work, end };
}

function openLanes(count: number) {
  const closed: number[] = [];
  let made = 0;
  const lanes = createLanes(count, () => {
    const id = made++;
    return { id, close: async () => void closed.push(id) };
  });
  return { lanes, closed };
}

it('lanes work side by side, are made only when needed, and others wait their turn', async () => {
  const { lanes } = openLanes(2);
  const { begun, work, end } = openWork();
  const first = lanes.use(work('a'));
  const second = lanes.use(work('b'));
  const third = lanes.use(work('c'));
  const fourth = lanes.use(work('d'));
  await Promise.resolve();
  expect(begun).toEqual(['a on 0', 'b on 1']);
  end('b');
  expect(await second).toBe('b');
  expect(begun.at(-1)).toBe('c on 1');
  end('a');
  await first;
  expect(begun.at(-1)).toBe('d on 0');
  end('c');
  end('d');
  expect(await Promise.all([third, fourth])).toEqual(['c', 'd']);
});

it('a lane whose work failed takes the next', async () => {
  const { lanes, closed } = openLanes(1);
  await expect(lanes.use(async () => Promise.reject(new Error('no')))).rejects.toThrow('no');
  expect(await lanes.use(async (lane) => lane.id)).toBe(0);
  await lanes.close();
  expect(closed).toEqual([0]);
});
