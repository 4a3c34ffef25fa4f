"""A Modbus unit made of pymodbus 3.0: `pymodbus-unit.py rtu DEVICE` or `pymodbus-unit.py tcp PORT`."""
import asyncio
import sys

from pymodbus.datastore import ModbusSequentialDataBlock, ModbusServerContext, ModbusSlaveContext
from pymodbus.server import StartAsyncSerialServer, StartAsyncTcpServer
from pymodbus.transaction import ModbusRtuFramer


def block(size, values):
    return ModbusSequentialDataBlock(0, [values.get(at, 0) for at in range(size)])


UNIT = ModbusSlaveContext(
    zero_mode=True,
    co=block(16, {1: 1}),
    di=block(16, {2: 1}),
    hr=block(400, {0: 1234, 1: 0xFFFE}),
    ir=block(400, {0: 0x4366, 1: 0x3333}),
)


async def main(way, place):
    context = ModbusServerContext(slaves={1: UNIT}, single=False)
    if way == "tcp":
        # What was closed a moment ago does not keep the port.
        serving = StartAsyncTcpServer(
            context=context, address=("127.0.0.1", int(place)), allow_reuse_address=True,
        )
    else:
        serving = StartAsyncSerialServer(
            context=context, framer=ModbusRtuFramer, port=place, baudrate=9600,
            ignore_missing_slaves=True,
        )
    task = asyncio.ensure_future(serving)
    while not task.done() and not await answers(way, place):
        await asyncio.sleep(0.1)
    if not task.done():
        print("ready", flush=True)
    await task


async def answers(way, place):
    if way == "rtu":
        await asyncio.sleep(0.5)
        return True
    try:
        _, writer = await asyncio.open_connection("127.0.0.1", int(place))
    except OSError:
        return False
    writer.close()
    return True


asyncio.run(main(sys.argv[1], sys.argv[2]))
