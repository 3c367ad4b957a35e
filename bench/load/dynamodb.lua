-- Requests for wrk:  wrk … -s dynamodb.lua URL -- OPERATION KEYS VERSION
-- OPERATION: GetItem, PutItem, UpdateItem (ADD 1 to a counter), TransactGetItems or
-- TransactWriteItems (of four items each); KEYS: how many different keys.
-- An equal put may write nothing. So a put gives the items of each round through the keys another
-- version than those of the round before: VERSION and VERSION + 1 in turns.
-- The item has the attributes and sizes of bench/workload.cc.
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

local function get(number)
  return '{"TableName":"bench","Key":{' .. key(number) .. "}}"
end

local function put(number, version)
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

bodies.GetItem = get
bodies.PutItem = put

-- Four items that lie far from one another.
local function four(number, keys, action)
  local actions = {}
  for part = 0, 3 do
    actions[#actions + 1] = action((number + part * math.floor(keys / 4)) % keys)
  end
  return '{"TransactItems":[' .. table.concat(actions, ",") .. "]"
end

function bodies.TransactGetItems(number, _, keys)
  return four(number, keys, function(n) return '{"Get":' .. get(n) .. "}" end) .. "}"
end

-- As SDKs send it: with a token of its own for each request, which fill_token puts in.
local token_place = string.rep("T", 36)

function bodies.TransactWriteItems(number, version, keys)
  return four(number, keys, function(n) return '{"Put":' .. put(n, version) .. "}" end)
    .. ',"ClientRequestToken":"' .. token_place .. '"}'
end

local rounds = {}
local with_tokens = false
local run
local count
local at = 0
local sent = 0

function init(args)
  local operation = args[1]
  with_tokens = operation == "TransactWriteItems"
  run = tonumber(args[3])
  count = tonumber(args[2])
  for round = 0, 1 do
    local requests = {}
    for number = 0, count - 1 do
      local body = bodies[operation](number, tonumber(args[3]) + round, count)
      requests[number] = wrk.format("POST", "/", headers(operation), body)
    end
    rounds[round] = requests
  end
end

local function fill_token(text)
  local token = string.format("%018d%018d", run, sent)
  return (text:gsub(token_place, token, 1))
end

function request()
  local round = math.floor(sent / count) % 2
  sent = sent + 1
  at = (at * 7921 + 104729) % count
  local text = rounds[round][at]
  return with_tokens and fill_token(text) or text
end
