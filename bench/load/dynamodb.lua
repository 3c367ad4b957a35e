-- Requests for wrk:  wrk … -s dynamodb.lua URL -- OPERATION KEYS VERSION
-- OPERATION: GetItem, PutItem or UpdateItem (ADD 1 to a counter); KEYS: how many different keys.
-- An equal put may write nothing. So PutItem gives the items of each round through the keys another
-- version than those of the round before: VERSION and VERSION + 1 in turns.
-- The item has the attributes and sizes of bench/workload.cc.
local targets = { GetItem = "GetItem", PutItem = "PutItem", UpdateItem = "UpdateItem" }

local function headers(operation)
  return {
    ["Content-Type"] = "application/x-amz-json-1.0",
    ["X-Amz-Target"] = "DynamoDB_20120810." .. operation,
    ["X-Amz-Date"] = "20260101T000000Z",
    ["Authorization"] = "AWS4-HMAC-SHA256 Credential=bench/20260101/us-east-1/dynamodb/aws4_request,"
      .. " SignedHeaders=host;x-amz-date;x-amz-target, Signature="
      .. string.rep("0", 64),
  }
end

local function key(number)
  return string.format('"pk":{"S":"user#%010d"}', number)
end

local bodies = {}

function bodies.GetItem(number)
  return '{"TableName":"bench","Key":{' .. key(number) .. "}}"
end

function bodies.PutItem(number, version)
  return '{"TableName":"bench","Item":{' .. key(number)
    .. ',"version":{"N":"' .. version .. '"},"name":{"S":"A name of ordinary length"}'
    .. ',"email":{"S":"somebody@example.com"},"active":{"BOOL":true},"score":{"N":"1234567"}'
    .. ',"address":{"M":{"city":{"S":"Ljubljana"},"street":{"S":"Slovenska cesta 1"},"zip":{"N":"1000"}}}'
    .. ',"tags":{"SS":["alpha","beta","gamma"]},"bio":{"S":"' .. string.rep("b", 300)
    .. '"},"payload":{"S":"' .. string.rep("p", 400) .. '"}}}'
end

function bodies.UpdateItem(number)
  return '{"TableName":"bench","Key":{' .. key(number)
    .. '},"UpdateExpression":"ADD visits :one","ExpressionAttributeValues":{":one":{"N":"1"}}}'
end

local rounds = {}
local count
local at = 0
local sent = 0

function init(args)
  local operation = targets[args[1]]
  count = tonumber(args[2])
  for round = 0, 1 do
    local requests = {}
    for number = 0, count - 1 do
      local body = bodies[operation](number, tonumber(args[3]) + round)
      requests[number] = wrk.format("POST", "/", headers(operation), body)
    end
    rounds[round] = requests
  end
end

function request()
  local round = math.floor(sent / count) % 2
  sent = sent + 1
  at = (at * 7921 + 104729) % count
  return rounds[round][at]
end
